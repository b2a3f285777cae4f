import Records
package import Support

/// The filters of statements (xAPI 1.0.3, Communication 2.1.3) that compare a value.
package enum StatementTerm: String, Sendable {
  case verb
  case registration
  case activity
  case agent
  /// The activity or agent anywhere in the statement, and in its SubStatement.
  case relatedActivity
  case relatedAgent

  /// The hash by which statements with this value are found.
  package func key(_ value: String) -> String {
    String(HexDigest.sha256(rawValue + " " + (self == .registration ? value.asciiLowercased : value)).prefix(32))
  }

  /// The hash for an Agent or an identified Group; nil if it is not identified.
  package func key(ofActor actor: JSONValue) -> String? { ActorIdentifier(actor).map { key($0.canonical) } }
}

/// All terms of one statement.
struct StatementTerms {
  private(set) var keys: Set<String> = []

  /// - Parameter authority: of the statement; nil for a SubStatement.
  init(_ statement: JSONValue, authority: JSONValue) {
    if let verb = statement["verb"]?["id"]?.string { keys.insert(StatementTerm.verb.key(verb)) }
    if let registration = statement["context"]?["registration"]?.string {
      keys.insert(StatementTerm.registration.key(registration))
    }
    add(actor: authority, .relatedAgent)
    addActor(statement["actor"])
    addObject(statement["object"] ?? .null)
    addContext(statement["context"])
  }

  private mutating func addActor(_ actor: JSONValue?) {
    guard let actor else { return }
    add(actor: actor, .agent)
    add(actor: actor, .relatedAgent)
  }

  /// An actor, and the members of a Group.
  private mutating func add(actor: JSONValue, _ term: StatementTerm) {
    for actor in [actor] + (actor["member"]?.items ?? []) {
      if let key = term.key(ofActor: actor) { keys.insert(key) }
    }
  }

  private mutating func add(activity: JSONValue, _ term: StatementTerm) {
    if let id = activity["id"]?.string { keys.insert(term.key(id)) }
  }

  private mutating func addObject(_ object: JSONValue) {
    switch object["objectType"]?.string ?? "Activity" {
    case "Activity":
      add(activity: object, .activity)
      add(activity: object, .relatedActivity)
    case "Agent", "Group": addActor(object)
    case "SubStatement":
      if let actor = object["actor"] { add(actor: actor, .relatedAgent) }
      addRelated(object["object"] ?? .null)
      addContext(object["context"])
    default: break
    }
  }

  private mutating func addRelated(_ object: JSONValue) {
    switch object["objectType"]?.string ?? "Activity" {
    case "Activity": add(activity: object, .relatedActivity)
    case "Agent", "Group": add(actor: object, .relatedAgent)
    default: break
    }
  }

  private mutating func addContext(_ context: JSONValue?) {
    guard let context else { return }
    for (_, list) in context["contextActivities"]?.members ?? [] {
      for activity in list.items ?? [list] { add(activity: activity, .relatedActivity) }
    }
    let actors =
      [context["instructor"], context["team"]]
      + (context["contextAgents"]?.items ?? []).map { $0["agent"] }
      + (context["contextGroups"]?.items ?? []).map { $0["group"] }
    for actor in actors.compactMap({ $0 }) { add(actor: actor, .relatedAgent) }
  }
}
