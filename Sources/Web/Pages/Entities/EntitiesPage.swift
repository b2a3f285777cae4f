import Access
import Hummingbird
import Reports
import Statistics

/// The list of the entities of a kind that the viewer may open, ranked by any of its columns.
enum EntitiesPage {
  /// For `things.mustache`.
  struct Model: TemplateDocument {
    static let template = "things"

    let title: String
    let downloads: [Link]
    /// The URL of the comparison of groups; nil for other kinds.
    let compare: String?
    let filter: Filter
    let conditions: UserListView.Conditions
    let table: Table
  }

  private struct Content: Sendable {
    let rows: [EntityList.Row]
    let count: Int
    /// Links to the parent groups and to the courses of those in the list.
    let linked: EntityLinks
    let groups: Picker
    let columns: [ConditionColumn]
  }

  static func show(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer, path) = (try visit.query(), try visit.viewer, "/\(kind.rawValue)")
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let wanted = try EntityListRequest(query, kind)
    let page = try query.number("page", in: 1...1_000_000, default: 1)
    let content = try await visit.readKept { session in
      let list = try wanted.list(for: viewer, at: visit.moment, session)
      let shown = try list.page(from: (page - 1) * EntityList.pageSize, session)
      let rows = try list.rows(shown.keys, numbers: kind.shown, session)
      return Content(
        rows: rows, count: shown.count,
        linked: try EntityLinks([kind.linkedKind: rows.compactMap(\.linked)], for: viewer, session),
        groups: try Picker(.groups, "group", chosen: wanted.groups, query, for: viewer, session),
        columns: try ConditionColumn.all(kind, for: viewer, session))
    }
    let view = EntitiesView(wanted: wanted, visit: visit, address: ListURL(query: query, path: path))
    return try visit.page(model(content, view, page)) { $0.pickers = true }
  }

  private static func model(_ content: Content, _ view: EntitiesView, _ page: Int) -> Model {
    let (language, address) = (view.visit.language, view.address)
    let title = language("things_\(view.wanted.kind.words)")
    return Model(
      title: title, downloads: view.downloads, compare: view.compare,
      filter: view.filter(content.count, content.groups),
      conditions: view.conditions(content.columns),
      table: Table(
        title, view.columns, content.rows.map { view.cells($0, content.linked) }, language,
        empty: view.empty,
        paging: address.paging(page, content.count, size: EntityList.pageSize, language)))
  }
}

extension EntityKind {
  /// The numbers that the page shows; files and the API have all.
  var shown: [EntityNumber] { numbers.filter(\.column.isShown) }

  /// What a row's second link leads to.
  var linkedKind: EntityKind { self == .question ? .course : .group }
}

extension Language {
  /// "3 direct, 45 with subgroups"; nil if the groups below have no other users.
  func members(_ direct: Int, below all: Int?) -> String? {
    guard let all, all > direct else { return nil }
    return self("group_members_all", ["direct": number(direct), "all": number(all)])
  }
}
