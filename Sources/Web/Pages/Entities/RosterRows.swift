import Access
import DatabaseAccess
import Statistics

/// The rows of a roster that match the query: `q`, `sort`, `direction`, `page`.
struct RosterRows: Sendable {
  let search: String?
  let sort: String
  let direction: Direction
  let page: Int
  let columns: [Column]
  let rows: [Roster.Row]
  /// The number of matching users.
  let count: Int
  /// Keys of the users whose pages the viewer may open.
  let openable: Set<Int>

  static let parameters: Parameters = ["q", "sort", "direction", "page"]

  /// - Throws: `BadRequest` for an unknown column, direction or page.
  init(_ roster: Roster, _ query: Query, _ viewer: Viewer, _ session: any SQLSession) throws {
    var roster = roster
    search = try query.search()
    sort = query["sort"] ?? "last_name"
    direction = try query.choice("direction", default: .asc)
    page = try query.number("page", in: 1...1_000_000, default: 1)
    columns = roster.columns
    let keys = (Roster.people + columns).map(\.key)
    guard keys.contains(sort) else { throw BadRequest("sort", "is not one of \(keys.joined(separator: ", "))") }
    roster.population.search = search
    count = try roster.count(session)
    rows = try roster.page(page, sort: sort, descending: direction == .desc, session)
    openable = try Scope.page(of: viewer).among(keys: rows.map(\.key), session)
  }
}

extension Query {
  func search(_ name: String = "q") throws -> String? { try UserListRequest.search(self, name) }
}
