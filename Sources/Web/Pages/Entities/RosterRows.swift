import Access
import DatabaseAccess
import Records
import Reports
import Statistics

/// The rows of a roster that match the query: `q`, `group`, `subgroups`, `where`, `sort`, `direction`, `page`.
struct RosterRows: Sendable {
  let search: String?
  /// The chosen groups, in words.
  let groups: [Choice]
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
  static let filters: Parameters = ["q", .many("group"), "subgroups", .many(Condition.parameter)]
  static let parameters = filters + ["sort", "direction", "page"] + ConditionPicker.parameters

  /// - Throws: `BadRequest` for an unknown column, direction or page; `BadFilter` for a condition.
  init(_ statistics: EntityStatistics, _ query: Query, _ visit: WebRequest, _ session: any SQLSession) throws {
    let viewer = try visit.viewer
    let roster = try Self.roster(statistics, query, visit, session)
    conditionColumns = try ConditionColumn.all(statistics.roster, of: statistics.thing.kind, for: viewer, session)
    search = try query.search()
    groups = try Self.groups(query.all("group"), statistics, for: viewer, session)
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
    roster.population.groups = query.all("group")
    roster.population.includesSubgroups = try query.flag("subgroups") ?? false
    let texts = query.all(Condition.parameter)
    if texts.isEmpty { return roster }
    let columns = try ConditionColumn.all(roster, of: statistics.thing.kind, for: try visit.viewer, session)
    try roster.narrow(by: try Condition.all(texts, among: columns, at: visit.moment), session)
    return roster
  }

  /// Groups by name if the viewer may open them or the page names them; others by their ids.
  private static func groups(
    _ ids: [String], _ statistics: EntityStatistics, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [Choice] {
    let opened = try Choices(.openGroups, for: viewer).named(ids, session)
    let shown = statistics.sections.first { $0.id == "results" }?.rows.map { Choice(id: $0.id, title: $0.name) } ?? []
    return ids.map { id in (opened + shown).first { $0.id.equalsBytes(of: id) } ?? Choice(id: id, title: id) }
  }
}

extension Query {
  func search(_ name: String = "q") throws -> String? { try UserListRequest.search(self, name) }
}
