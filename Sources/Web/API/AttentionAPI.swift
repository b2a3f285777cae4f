import Hummingbird
import Reports
import Statistics
import Support

/// The API of what needs attention now: one page of a list, and the cursor of the next.
enum AttentionAPI {
  static let parameters: Parameters = OverviewQuery.parameters + ["limit", "after"]

  static func answer(_ kind: AttentionKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer) = (try visit.query(), try visit.viewer)
    let asked = try OverviewQuery(query)
    let limit = try query.number("limit", in: 1...500, default: AttentionList.pageSize)
    let after = try query["after"].map { text in
      guard let cursor = AttentionCursor(text, of: kind) else {
        throw BadRequest("after", "is not a cursor of this list; start with its first page")
      }
      return cursor
    }
    let page = try await visit.read { session in
      try asked.list(kind, for: viewer, at: visit.moment, session).page(after: after, limit: limit, session)
    }
    visit.audit("overview.list", about: kind.rawValue, rows: page.rows.count)
    return JSONValue.object([
      ("rows", .array(page.rows.map { JSONValue($0, of: kind) })), ("next", .string(try page.next?.text)),
    ]).response()
  }
}

extension JSONValue {
  /// A row of a list of what needs attention: the user, then the columns.
  init(_ row: AttentionList.Row, of kind: AttentionKind) {
    let person = Self.identity(of: row.person).map { ($0.0 == "id" ? "user" : $0.0, $0.1) }
    self = .object(person + zip(kind.columns, row.cells).map { ($0.key, JSONValue($1)) })
  }
}

extension OverviewQuery {
  static let parameters: Parameters = [.many("group"), "subgroups", .many(Condition.parameter)]

  init(_ query: Query) throws {
    self.init(groups: query.all("group"), subgroups: try query.flag("subgroups"), conditions: query.conditions)
  }
}
