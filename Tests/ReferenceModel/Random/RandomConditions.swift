extension RandomPlatform {
  /// Conditions that a type of report or a list of users accepts, with values that occur and values at their limits.
  package func conditions(
    _ kind: ReferencePlatform.ReportKind, _ count: ClosedRange<Int>, _ random: inout SplitMix64
  ) -> [String] {
    let fields: [(String, Form)] = ids("custom_fields").map { ("custom:\($0)", .field($0)) }
    let columns = Self.columns(of: kind) + Self.people + fields + (Self.oneRow.contains(kind) ? Self.ofUsers : [])
    return (0..<random.whole(in: count)).map { _ in
      let (column, form) = random.pick(columns)
      return condition(column, form, &random)
    }
  }

  /// Conditions that a list of insights.md §5 accepts.
  package func conditions(
    _ list: RankedList, _ count: ClosedRange<Int>, _ random: inout SplitMix64
  ) -> [String] {
    if list == .groups { return conditions(.generalStats, count, &random) }
    let more = [RankedList.questions: ["tags"], .programSessions: ["status"], .pathSessions: ["status"]]
    let columns = list.numbers + list.others + more[list, default: []]
    return (0..<random.whole(in: count)).map { _ in
      let column = random.pick(columns)
      return condition(column, Self.form(ofList: column), &random)
    }
  }

  private static func form(ofList column: String) -> Form {
    switch column {
    case "name", "course", "program", "path": .text
    case "tags": .tags
    case "status": .status(["not_open", "open", "ended"])
    case "time_spent", "median_time": .duration
    case "last_activity", "starts_at", "ends_at": .instant
    case _ where ["rate", "progress", "score"].contains(where: column.hasSuffix): .percent
    default: .count
    }
  }

  private static func form(of total: UserTotal) -> Form {
    switch total.form {
    case .count: .count
    case .percent: .percent
    case .duration: .duration
    }
  }

  private enum Form {
    case name, first, email, text, language, names, tags, field(String), count, percent, duration, instant, date
    case status([String])
  }

  private static let certificate = ["valid", "expiring_soon", "expired"]
  private static let path = [
    "successful", "not_open", "unsuccessful", "to_retake", "awaiting_correction", "late", "on_time", "not_started",
  ]

  private static func columns(of kind: ReferencePlatform.ReportKind) -> [(String, Form)] {
    switch kind {
    case .generalStats: [("average_score", .percent)] + UserTotal.all.map { ($0.key, form(of: $0)) }
    case .users: []
    case .collaborativeActivities: [("publications", .count), ("comments", .count), ("reactions", .count)]
    case .registrations: [("registered_at", .instant), ("invited_by", .email), ("auto_delete_on", .date)]
    case .programSessions:
      [
        ("name", .text), ("progress", .percent), ("score", .percent), ("time_spent", .duration),
        ("ends_at", .instant), ("last_activity", .instant),
      ]
    case .pathSessions:
      [
        ("name", .text), ("session_name", .text), ("progress", .percent), ("status", .status(path)),
        ("time_spent", .duration), ("score", .percent), ("validated_at", .instant),
      ]
    case .courseAttempts:
      [
        ("name", .text), ("score", .percent), ("progress", .percent), ("started_at", .instant),
        ("last_activity_at", .instant), ("time_spent", .duration), ("language", .language), ("program", .text),
      ]
    case .answeredQuestions:
      [("statement", .text), ("score", .percent), ("answers", .count), ("last_activity", .instant)]
    case .certificates:
      [
        ("name", .text), ("path_name", .text), ("path_session", .text), ("status", .status(certificate)),
        ("delivered_at", .instant), ("expires_at", .instant),
      ]
    case .tags:
      [
        ("name", .text), ("training_score", .percent), ("assessment_score", .percent), ("average_score", .percent),
        ("work", .count),
      ]
    }
  }

  private static let people: [(String, Form)] = [
    ("last_name", .name), ("first_name", .first), ("email", .email), ("managers", .names),
  ]
  /// Of lists of users and of reports with one row per user.
  private static let ofUsers: [(String, Form)] = [
    ("time_spent", .duration), ("last_activity", .instant), ("direct_reports", .count), ("title", .text),
    ("language", .language), ("additional_information", .text),
  ]
  private static let oneRow: [ReferencePlatform.ReportKind] = [
    .generalStats, .users, .collaborativeActivities, .registrations,
  ]

  private func condition(_ column: String, _ form: Form, _ random: inout SplitMix64) -> String {
    if random.chance(10) { return "\(column):\(random.pick(["empty", "filled"]))" }
    func any(_ operations: [String], _ value: (inout SplitMix64) -> String) -> String {
      let values = (0..<random.pick([1, 1, 1, 2, 3])).map { _ in value(&random) }
      return "\(column):\(random.pick(operations)):\(values.joined(separator: "|"))"
    }
    let texts = ["is", "not", "contains", "starts"]
    switch form {
    case .name: return any(texts) { Self.part(of: $0.pick(Awkward.lastNames), &$0) }
    case .first: return any(texts) { Self.part(of: $0.pick(Awkward.firstNames), &$0) }
    case .email: return any(texts) { $0.pick(["user1", "USER2", "@example.com", "user3@EXAMPLE.com", "+user", "1"]) }
    case .names:
      return any(["is", "not", "contains"]) { $0.pick(["user1@example.com", "USER2@example.com", "user1", "@"]) }
    case .tags: return any(["is", "not", "contains"]) { Self.part(of: $0.pick(Awkward.texts + Awkward.names), &$0) }
    case .text: return any(texts) { Self.part(of: $0.pick(Awkward.texts + Awkward.names), &$0) }
    case .language: return any(texts) { $0.pick(["fr", "EN", "en-gb", "pt", "n"]) }
    case .status(let all): return any(["is", "not"]) { $0.pick(all) }
    case .field(let id):
      let values = records("users").compactMap { $0["custom:\(id)"] }
      if records("custom_fields").contains(where: { $0["id"] == id && $0["type"] == "date" }) {
        return dates(column, &random)
      }
      return any(texts) { Self.part(of: $0.pick(values + ["a"]), &$0) }
    case .instant, .date: return dates(column, &random)
    case .count: return numbers(column, &random) { String($0.pick([0, 1, 2, 3, 5, 10])) }
    case .percent:
      return numbers(column, &random) { $0.pick(["0", "50", "66.66", "66.67", "80", "79.99", "33.3", "100", "250"]) }
    case .duration:
      return numbers(column, &random) { $0.pick(["0", "1", "0:30", "1:00", "2:15:30", "3600", "12:00:00"]) }
    }
  }

  private func numbers(
    _ column: String, _ random: inout SplitMix64, _ value: (inout SplitMix64) -> String
  ) -> String {
    if random.chance(15) { return "\(column):between:0,\(value(&random))" }
    let values = (0..<random.pick([1, 1, 2])).map { _ in value(&random) }
    return "\(column):\(random.pick(["eq", "ne", "lt", "le", "gt", "ge"])):\(values.joined(separator: "|"))"
  }

  private func dates(_ column: String, _ random: inout SplitMix64) -> String {
    func day() -> String { random.pick(Awkward.borderDates + ["today", "today+30d", "today-90d", "today-1d"]) }
    if random.chance(25) {
      let days = [random.pick(Awkward.borderDates), random.pick(Awkward.borderDates)].sorted()
      return "\(column):between:\(days[0]),\(days[1])"
    }
    return "\(column):\(random.pick(["on", "before", "after"])):\(day())"
  }

  /// The text or a part of it, without what separates values, and never without letters.
  private static func part(of text: String, _ random: inout SplitMix64) -> String {
    let scalars = Array(text.unicodeScalars).filter { $0 != "|" }
    let start = random.chance(50) ? 0 : random.whole(in: 0...max(0, scalars.count - 1))
    let part = scalars[start...].prefix(random.chance(50) ? scalars.count : random.whole(in: 1...3))
    let value = String(String.UnicodeScalarView(part))
    return SortKey(value).scalars.isEmpty ? "a" : value
  }
}
