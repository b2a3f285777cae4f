import Access
import DatabaseAccess
import Reports
import Spreadsheets
import Statistics

/// The rows of a roster that match the query: `q`, `where`, `sort`, `direction`, `page`.
struct RosterRows: Sendable {
  let search: String?
  let sort: String
  let direction: Direction
  let page: Int
  let columns: [Column]
  /// What conditions may test.
  let conditionColumns: [ConditionColumn]
  let rows: [Roster.Row]
  /// The number of matching users.
  let count: Int
  /// Keys of the users whose pages the viewer may open.
  let openable: Set<Int>

  /// Parameters of the file.
  static let filters: Parameters = ["q", .many(Condition.parameter)]
  static let parameters = filters + ["sort", "direction", "page"] + ConditionPicker.parameters

  /// - Throws: `BadRequest` for an unknown column, direction or page; `BadFilter` for a condition.
  init(_ statistics: EntityStatistics, _ query: Query, _ visit: WebRequest, _ session: any SQLSession) throws {
    let viewer = try visit.viewer
    let roster = try Self.roster(statistics, query, visit, session)
    conditionColumns = try ConditionColumn.all(statistics.roster, of: statistics.thing.kind, for: viewer, session)
    search = try query.search()
    sort = query["sort"] ?? "last_name"
    direction = try query.choice("direction", default: .asc)
    page = try query.number("page", in: 1...1_000_000, default: 1)
    columns = roster.columns
    let keys = (Roster.people + columns).map(\.key)
    guard keys.contains(sort) else { throw BadRequest("sort", "is not one of \(keys.joined(separator: ", "))") }
    count = try roster.count(session)
    rows = try roster.page(page, sort: sort, descending: direction == .desc, session)
    openable = try Scope.page(of: viewer).among(keys: rows.map(\.key), session)
  }
}

extension RosterRows {
  /// The users that the query selects.
  static func roster(
    _ statistics: EntityStatistics, _ query: Query, _ visit: WebRequest, _ session: any SQLSession
  ) throws -> Roster {
    var roster = statistics.roster
    roster.population.search = try query.search()
    let texts = query.all(Condition.parameter)
    if texts.isEmpty { return roster }
    let columns = try ConditionColumn.all(roster, of: statistics.thing.kind, for: try visit.viewer, session)
    let time = visit.services.settings.style.time
    try roster.narrow(by: try Condition.all(texts, among: columns, time, now: visit.now), session)
    return roster
  }
}

extension Query {
  func search(_ name: String = "q") throws -> String? { try UserListRequest.search(self, name) }
}
