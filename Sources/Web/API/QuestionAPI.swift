import Access
import Hummingbird
import Records
import Statistics
import Support

/// The API of a question's page, with a page of its users and the cursor of the next.
enum QuestionAPI {
  static func show(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let (viewer, query) = (try visit.viewer, try visit.query())
    let limit = try query.number("limit", in: 1...500, default: 500)
    let after = try query["after"].map { text in
      guard let place = UserCursor(text, sort: .lastName, descending: false) else {
        throw BadRequest("after", "is not a cursor of this list; start with its first page")
      }
      return place
    }
    let (statistics, page) = try await visit.read { session in
      let statistics = try EntityStatistics(.question, id: id, for: viewer, at: visit.moment, session)
      return (statistics, try statistics.roster.page(after: after, limit: limit, session))
    }
    visit.audit("questions.view", about: id, rows: page.rows.count)
    return JSONValue.object([
      ("question", question(statistics)), ("choices", rows("choices", statistics, hasIDs: true)),
      ("responses", rows("responses", statistics)), ("by_try", rows("by_try", statistics)),
      ("users", .array(page.rows.map { user($0, statistics.roster.columns) })),
      ("next", .string(try page.next?.text)),
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
