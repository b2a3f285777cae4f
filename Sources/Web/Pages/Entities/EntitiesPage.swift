import Access
import Hummingbird
import Statistics

/// The list of the entities of a kind that the viewer may open.
enum EntitiesPage {
  /// For `things.mustache`.
  struct Model: TemplateDocument {
    static let template = "things"

    let title: String
    /// The URL of the comparison of groups; nil for other kinds.
    let compare: String?
    let filter: Filter
    let table: Table
  }

  private struct Content: Sendable {
    let rows: [EntityList.Row]
    let count: Int
    /// Links to the parent groups of those in the list.
    let parents: EntityLinks
  }

  static let parameters: Parameters = ["q", "sort", "direction", "page"]

  static func show(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    var list = EntityList(kind, for: try visit.viewer)
    list.search = try query.search()
    let direction: Direction = try query.choice("direction", default: .asc)
    list.descending = direction == .desc
    let page = try query.number("page", in: 1...1_000_000, default: 1)
    let keys = kind.columns.map(\.key) + ["users"]
    list.sort = query["sort"] ?? keys[0]
    guard keys.contains(list.sort) else { throw BadRequest("sort", "is not one of \(keys.joined(separator: ", "))") }
    let viewer = try visit.viewer
    let content = try await visit.read { [list] session in
      let rows = try list.page(page, session)
      return Content(
        rows: rows, count: try list.count(session),
        parents: try EntityLinks([.group: rows.compactMap(\.parent)], for: viewer, session))
    }
    let address = ListURL(query: query, path: "/\(kind.rawValue)")
    let language = visit.language
    let title = language("things_\(kind.words)")
    let table = Table(
      title, columns(list, direction, address, language),
      content.rows.map { cells(kind, $0, content.parents, visit) }, empty: empty(list, address, language),
      paging: address.paging(page, content.count, size: EntityList.pageSize, language))
    let filter = filter(list, content.count, address, language)
    let compare = kind == .group && viewer.roles.seesUsers ? ComparePage.path : nil
    return try visit.page(Model(title: title, compare: compare, filter: filter, table: table))
  }

  private static func columns(
    _ list: EntityList, _ direction: Direction, _ address: ListURL, _ language: Language
  ) -> [Table.Column] {
    let named = list.kind.columns.map { column in
      let isNumber = column.kind == .instant
      return Table.Column(
        language("column_\(column.key)"), isNumber ? .number : .text,
        sort: address.sort(column.key, list.sort, direction, isNumber: isNumber))
    }
    let users = Table.Column(
      list.kind.users.title(language), .number, sort: address.sort("users", list.sort, direction, isNumber: true),
      statistic: list.kind.users.model(language))
    return named + [users]
  }

  private static func cells(
    _ kind: EntityKind, _ row: EntityList.Row, _ parents: EntityLinks, _ visit: WebRequest
  ) -> [Table.Cell] {
    let language = visit.language
    let cells = zip(kind.columns, row.cells).enumerated().map { index, pair in
      let (column, value) = pair
      let title = language("column_\(column.key)")
      if column.key == "author", let author = row.author {
        return PersonLink(author, leadsToProfile: false).cell(title)
      }
      let above = column.key == "parent" ? row.parent.flatMap { parents.address(of: .group, $0) } : nil
      return Table.Cell(
        title, column.kind == .instant ? .number : .text, visit.shown.value(value), isLead: index == 0,
        href: index == 0 ? kind.path(of: row.id) : above, opens: index == 0)
    }
    let users = language.members(row.users, below: row.usersBelow) ?? visit.shown.count(row.users)
    return cells + [Table.Cell(kind.users.title(language), .number, users)]
  }

  private static func filter(
    _ list: EntityList, _ count: Int, _ address: ListURL, _ language: Language
  ) -> Filter {
    Filter(
      action: address.path, q: list.search ?? "", search: language("things_search"), keep: address.kept,
      clear: list.search == nil ? nil : address.with(["q": nil, "page": nil]),
      summary: language.plural("things_count", count))
  }

  private static func empty(_ list: EntityList, _ address: ListURL, _ language: Language) -> Table.EmptyState {
    if list.search == nil {
      return Table.EmptyState(title: language("things_none_title"), detail: language("things_none_detail"))
    }
    return Table.EmptyState(
      title: language("things_no_match_title"), detail: language("things_no_match_detail"),
      href: address.with(["q": nil, "page": nil]), link: language("things_clear_link"))
  }
}

extension Language {
  /// "3 direct, 45 with subgroups"; nil if the groups below have no other users.
  func members(_ direct: Int, below all: Int?) -> String? {
    guard let all, all > direct else { return nil }
    return self("group_members_all", ["direct": number(direct), "all": number(all)])
  }
}

extension EntityKind {
  /// The number of users, as shown in the list and first on the page.
  var users: Statistic {
    switch self {
    case .programSession, .pathSession: .registrations
    case .course: .coursePlayers
    case .group: .groupMembers
    case .tag: .tagUsers
    }
  }
}
