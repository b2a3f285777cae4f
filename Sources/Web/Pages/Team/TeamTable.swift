import Access
import Records
import Reports
import Statistics

/// The rows of a team, sorted and paged by the query.
struct TeamTable {
  private static let rowsAPage = 50
  /// How many sessions per row are shown before the rest is collapsed.
  private static let sessionsShown = 2

  private let team: Team
  /// Links to the sessions that end soon.
  private let things: EntityLinks
  private let visit: WebRequest
  private let query: Query
  private let path: String
  private let sort: String
  private let direction: Direction
  private let page: Int

  static let parameters: Parameters =
    ["sort", "direction", "page", .many(Condition.parameter)] + ConditionPicker.parameters

  /// - Throws: `BadRequest` for an unknown column, direction or page.
  init(_ team: Team, _ things: EntityLinks, _ visit: WebRequest, _ query: Query, path: String) throws {
    let keys = team.section.columns.filter(\.isShown).map(\.key)
    sort = query["sort"] ?? "last_name"
    guard keys.contains(sort) else { throw BadRequest("sort", "is not one of \(keys.joined(separator: ", "))") }
    direction = try query.choice("direction", default: .asc)
    page = try query.number("page", in: 1...1_000_000, default: 1)
    var team = team
    team.sort(by: sort, descending: direction == .desc)
    self.team = team
    self.things = things
    self.visit = visit
    self.query = query
    self.path = path
  }

  private var language: Language { visit.language }

  var model: Table {
    let rows = team.section.rows
    let first = min((page - 1) * Self.rowsAPage, rows.count)
    let last = min(first + Self.rowsAPage, rows.count)
    let isFiltered = query[Condition.parameter] != nil
    let empty = isFiltered ? "users_no_match_title" : team.leftOut > 0 ? "team_none_shown" : "team_none"
    return Table(
      language("team_caption"), team.section.columns.filter(\.isShown).map(column), rows[first..<last].map(cells),
      empty: Table.EmptyState(title: language(empty)), paging: paging(first, last, of: rows.count))
  }

  private func title(_ column: Column) -> String {
    column.statistic?.title(language) ?? language("column_\(column.key)")
  }

  private func kind(_ column: Column) -> Table.Kind {
    column.statistic == nil || column.key == Statistic.sessionsEnding.key ? .text : .number
  }

  private func column(_ column: Column) -> Table.Column {
    let isCurrent = sort == column.key
    let next = direction.next(isCurrent: isCurrent, isNumber: column.statistic != nil)
    let href = query.address(path, replacing: ["sort": column.key, "direction": next.rawValue, "page": nil])
    let aria = direction == .asc ? "ascending" : "descending"
    return Table.Column(
      title(column), kind(column), sort: Table.Sort(href: href, aria: isCurrent ? aria : nil),
      statistic: column.statistic?.model(language))
  }

  private func cells(_ row: Section.Row) -> [Table.Cell] {
    let names = team.people[ID(text: row.id)].map { PersonLink($0, leadsToProfile: true).cells(language) } ?? []
    let rest = zip(team.section.columns, row.cells).dropFirst(names.count)
    return names + rest.filter(\.0.isShown).map { cell($0, $1, of: row.id) }
  }

  private func cell(_ column: Column, _ value: Cell, of id: String) -> Table.Cell {
    let endings = team.endings[ID(text: id)] ?? []
    if column.key == Statistic.sessionsEnding.key, !endings.isEmpty {
      var cell = Table.Cell(title(column), kind(column), nil)
      cell.content.list = list(endings)
      return cell
    }
    var cell = Table.Cell(title(column), kind(column), visit.shown.value(value))
    if column.key == Statistic.overdueSteps.key, value != .count(0) { cell.content.tone = .bad }
    return cell
  }

  private func list(_ endings: [Deadlines.Ending]) -> Table.List {
    let rest = endings.dropFirst(Self.sessionsShown).map(item)
    return Table.List(
      items: endings.prefix(Self.sessionsShown).map(item),
      more: rest.isEmpty
        ? nil : Table.List.More(title: language.plural("team_more_sessions", rest.count), items: rest))
  }

  private func item(_ ending: Deadlines.Ending) -> Table.List.Item {
    // The names of most path sessions contain the path's name.
    let path = ending.pathName.flatMap { ending.name.contains($0) ? nil : "\($0) · " } ?? ""
    return Table.List.Item(
      title: path + ending.name, href: Self.kind(of: ending).flatMap { things.address(of: $0, ending.id) },
      detail: visit.shown.instant(ending.endsAt),
      badge: ending.isUrgent(visit.now) ? language("team_within_a_week") : nil)
  }

  /// The sessions named in the rows.
  static func sessions(_ team: Team) -> [EntityKind: [String]] {
    let named = team.endings.values.joined().compactMap { ending in kind(of: ending).map { (kind: $0, id: ending.id) } }
    return Dictionary(grouping: named, by: \.kind).mapValues { $0.map(\.id) }
  }

  private static func kind(of ending: Deadlines.Ending) -> EntityKind? {
    ["program": .programSession, "path": .pathSession][ending.kind]
  }

  private func paging(_ first: Int, _ last: Int, of count: Int) -> Table.Paging? {
    guard count > Self.rowsAPage else { return nil }
    var paging = Table.Paging()
    if first < last {
      let numbers = zip(["first", "last", "count"], [first + 1, last, count].map(language.number))
      paging.range = language("paging_range", Dictionary(uniqueKeysWithValues: numbers))
    }
    if page > 1 { paging.previous = query.address(path, replacing: ["page": String(page - 1)]) }
    if last < count { paging.next = query.address(path, replacing: ["page": String(page + 1)]) }
    return paging
  }
}
