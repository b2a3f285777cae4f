import Records

/// The statements of one user in one course that belong together (xapi.md §7).
struct Attempt {
  typealias Entry = LearnerHistory.Entry

  let id: ID
  /// The IRI.
  let course: ID
  /// In their order.
  let entries: [Entry]

  /// Whether it is a record.
  var isRecord: Bool { entries.contains(where: \.isPresence) }

  static func attempts(of history: LearnerHistory, _ courses: CourseDirectory) -> [Attempt] {
    var byCourse: [ID: [Entry]] = [:]
    for entry in history.entries {
      if let course = entry.course { byCourse[course, default: []].append(entry) }
    }
    return byCourse.flatMap { course, entries in attempts(in: course, entries, courses.activities) }
  }

  private static func attempts(in course: ID, _ entries: [Entry], _ activities: ActivityIndex) -> [Attempt] {
    let keys = entries.map { AttemptKey($0.statement, activities) }
    let spans = AttemptSpan.spans(entries, keys)
    let prefixes = spans.isEmpty ? ordinals(entries) : AttemptSpan.keys(entries, keys, spans).map(\.prefix)
    var groups: [String: [Entry]] = [:]
    for (prefix, entry) in zip(prefixes, entries) { groups[prefix, default: []].append(entry) }
    let suffix = "." + HexDigest.short(course)
    return groups.map { Attempt(id: ID(text: $0 + suffix), course: course, entries: $1) }
  }

  /// `n1`, `n2` …: a beginning on the course after an outcome opens the next attempt.
  private static func ordinals(_ entries: [Entry]) -> [String] {
    var (ordinal, outcome): (Int, ExactTime?) = (1, nil)
    return entries.map { entry in
      if entry.isOnCourse {
        let begins = [.initialized, .attempted, .launched, .started].contains(entry.verb)
        if begins, let time = outcome, entry.time > time { (ordinal, outcome) = (ordinal + 1, nil) }
        let ends = [.completed, .passed, .failed].contains(entry.verb) || entry.statement.result.completion == true
        if ends, outcome == nil { outcome = entry.time }
      }
      return "n\(ordinal)"
    }
  }
}

/// What says to which attempt a statement belongs: an activity of type attempt, or a registration.
private struct AttemptKey: Hashable, Comparable {
  let isRegistration: Bool
  let id: ID

  init?(_ statement: ReadStatement, _ activities: ActivityIndex) {
    let context = statement.context
    let attempt = (context.grouping + context.parent).first { activities.isTyped($0, ActivityType.attempt) }
    if statement.isSCORM, let attempt {
      (isRegistration, id) = (false, attempt.id)
    } else if let registration = context.registration, !statement.isMoodle {
      (isRegistration, id) = (true, registration)
    } else {
      return nil
    }
  }

  static func < (a: AttemptKey, b: AttemptKey) -> Bool {
    a.isRegistration == b.isRegistration ? a.id < b.id : b.isRegistration
  }

  /// The id of the attempt before its dot.
  var prefix: String { isRegistration ? id.text : "a" + HexDigest.sha256(id.text).prefix(24) }
}

/// The time from the first to the last statement with a key.
private struct AttemptSpan {
  let key: AttemptKey
  let begin: ExactTime
  var end: ExactTime

  /// In the order of xapi.md §7.3.
  static func spans(_ entries: [Attempt.Entry], _ keys: [AttemptKey?]) -> [AttemptSpan] {
    var spans: [AttemptKey: AttemptSpan] = [:]
    for case (let entry, let key?) in zip(entries, keys) {
      spans[key, default: AttemptSpan(key: key, begin: entry.time, end: entry.time)].end = entry.time
    }
    return spans.values.sorted { ($0.begin, $0.end, $0.key) < ($1.begin, $1.end, $1.key) }
  }

  /// The key of each statement; of one that has none itself: that of the first span around it, else of the last span
  /// before it, else of the first span.
  static func keys(_ entries: [Attempt.Entry], _ keys: [AttemptKey?], _ spans: [AttemptSpan]) -> [AttemptKey] {
    var (begun, open) = (0, 0)
    return zip(entries, keys).map { entry, key in
      while begun < spans.endIndex, spans[begun].begin <= entry.time { begun += 1 }
      while open < begun, spans[open].end < entry.time { open += 1 }
      return key ?? spans[open < begun ? open : max(begun - 1, 0)].key
    }
  }
}
