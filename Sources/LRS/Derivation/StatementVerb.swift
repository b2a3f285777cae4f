import Records

/// The verbs (xapi.md §5) from which more is derived than presence.
enum StatementVerb: String, CaseIterable {
  case initialized, attempted, launched, resumed, suspended, terminated, exited, completed, passed, failed, progressed
  case answered, mastered, started, scored, abandoned, satisfied, waived
  case registered, unenrolled, earned, achieved, forfeited, evaluated, played, paused, posted, deleted, liked

  static let voided = adl + "voided"

  init?(_ iri: ID) {
    guard let verb = Self.byIRI[iri] else { return nil }
    self = verb
  }

  private static let adl = "http://adlnet.gov/expapi/verbs/"
  private static let profile = "https://w3id.org/xapi/adl/verbs/"
  private static let learning = "https://w3id.org/xapi/tla/verbs/"
  private static let tinCan = "http://id.tincanapi.com/verb/"
  private static let platform = "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/"
  private static let stream = "http://activitystrea.ms/schema/1.0/"
  private static let acrossX = "https://w3id.org/xapi/acrossx/verbs/"

  private static let byIRI: [ID: StatementVerb] = Dictionary(
    uniqueKeysWithValues: allCases.flatMap { verb in verb.iris.map { (ID(text: $0), verb) } })

  private var iris: [String] {
    switch self {
    case .started: [Self.stream + "start"]
    case .scored: [Self.adl + "scored", Self.learning + "scored"]
    case .abandoned, .satisfied, .waived: [Self.profile + rawValue]
    // `registered` and `enrolled` always mean the same.
    case .registered: [Self.adl + "registered", Self.platform + "enrolled"]
    case .unenrolled: [Self.platform + "unenrolled", Self.tinCan + "unregistered"]
    case .earned: [Self.tinCan + "earned"]
    case .achieved, .forfeited: [Self.learning + rawValue]
    case .evaluated: [Self.acrossX + "evaluated"]
    case .played, .paused: ["https://w3id.org/xapi/video/verbs/" + rawValue]
    case .posted: [Self.acrossX + "posted", Self.tinCan + "replied", Self.stream + "create", Self.adl + "commented"]
    case .deleted: ["https://w3id.org/xapi/dod-isd/verbs/deleted", Self.stream + "delete"]
    case .liked: [Self.stream + "like", "https://w3id.org/xapi/openedx/verb/voted"]
    default: [Self.adl + rawValue]
    }
  }

  /// Whether this verb proves that its object is content (§6.6).
  var provesContent: Bool {
    [.initialized, .launched, .attempted, .terminated, .suspended, .progressed, .completed, .passed, .failed]
      .contains(self)
  }

  /// Whether someone other than the learner acted (§8).
  var isAdministrative: Bool {
    [.registered, .unenrolled, .satisfied, .waived, .abandoned, .earned, .scored, .achieved, .forfeited].contains(self)
  }

  /// Whether a duration of this verb means the time so far (§9.4).
  var reportsTotal: Bool { [.completed, .passed, .failed, .suspended, .scored, .progressed].contains(self) }

  /// Whether this verb ends a session (§9.2).
  var endsSession: Bool { [.terminated, .abandoned, .exited].contains(self) }

  /// Whether the time after a statement with this verb is not time spent (§9.1).
  var endsPresence: Bool { endsSession || self == .suspended || self == .paused }

  /// Whether this verb begins a session (§9.2).
  var beginsSession: Bool { [.initialized, .attempted, .launched, .started, .resumed].contains(self) }
}
