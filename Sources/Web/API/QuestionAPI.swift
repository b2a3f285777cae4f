import Access
import Hummingbird
import Records
import Statistics
import Support

/// The API of a question's page.
enum QuestionAPI {
  static func show(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let viewer = try visit.viewer
    let (statistics, users) = try await visit.read { [now = visit.now] session in
      let statistics = try EntityStatistics(.question, id: id, for: viewer, now: now, session)
      let users = try statistics.roster.page(1, size: .max, sort: "last_name", descending: false, session)
      return (statistics, users)
    }
    visit.audit("questions.view", about: id, rows: users.count)
    return JSONValue.object([
      ("question", question(statistics)), ("choices", rows("choices", statistics, hasIDs: true)),
      ("responses", rows("responses", statistics)), ("by_try", rows("by_try", statistics)),
      ("users", .array(users.map { user($0, statistics.roster.columns) })),
    ]).response()
  }

  /// The question as it was asked.
  private static func question(_ statistics: EntityStatistics) -> JSONValue {
    let asked = statistics.question
    let course = statistics.details.first { $0.thing?.kind == .course }?.thing?.id
    let tags = statistics.details.compactMap { $0.thing?.kind == .tag ? $0.thing?.id : nil }
    return .object([
      ("id", .string(statistics.thing.id)), ("statement", .string(statistics.thing.name)),
      ("interaction", .string(asked?.interaction.rawValue)), ("choices", .string(asked?.choices)),
      ("correct", .string(asked?.correct)), ("course", .string(course)),
      ("tags", .array(tags.map { JSONValue.string($0) })),
    ])
  }

  /// The rows of a section; empty if this question has none.
  private static func rows(_ id: String, _ statistics: EntityStatistics, hasIDs: Bool = false) -> JSONValue {
    guard let section = statistics.sections.first(where: { $0.id == id }) else { return .array([]) }
    return .array(
      section.rows.map { row in
        let identity: [(String, JSONValue)] = hasIDs ? [("id", .string(row.id))] : []
        return .object(identity + JSONValue.members(row, of: section))
      })
  }

  private static func user(_ user: Roster.Row, _ columns: [Column]) -> JSONValue {
    let identity: [(String, JSONValue)] = [
      ("id", .string(user.id)), ("first_name", .string(user.firstName)), ("last_name", .string(user.lastName)),
      ("email", .string(user.email)),
    ]
    return .object(identity + zip(columns, user.cells).map { ($0.key, JSONValue($1)) })
  }
}
