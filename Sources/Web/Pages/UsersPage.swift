import Access
import DatabaseAccess
import Hummingbird
import Reports
import Statistics

/// The list of users.
enum UsersPage {
  private struct Content: Sendable {
    let page: UserList.Page
    let matches: Int?
    let groups: [GroupChoice]
    let fields: [CustomField]
  }

  static func show(_ visit: Visit) async throws -> Response {
    let query = try visit.query()
    let wanted = try UserListRequest(query)
    let viewer = try visit.viewer
    let content = try await visit.read { session in
      let list = wanted.list(for: viewer)
      return Content(
        page: try list.page(session), matches: wanted.isFiltered ? try list.count(session) : nil,
        groups: try GroupChoice.all(for: .theirUsers(of: viewer), session), fields: try CustomField.all(session))
    }
    let language = visit.language
    var model: PageModel = [
      "tabs": tabs(wanted, query, language), "filter": filter(wanted, query, content.groups),
      "download": [
        "action": "/users/download", "keep": kept(query, ["tab", "q", "group"]),
        "fields": content.fields.map { ["id": $0.id, "title": $0.title] as PageModel },
      ] as PageModel,
      "table": table(visit, wanted, query, content),
    ]
    model["summary"] = content.matches.map { language.plural("users_matches", $0) }
    return try visit.page("users", model)
  }

  private static func tabs(_ wanted: UserListRequest, _ query: Query, _ language: Language) -> [PageModel] {
    Population.Tab.allCases.map { tab in
      [
        "title": language("users_tab_\(tab.rawValue)"), "current": tab == wanted.tab,
        "href": query.address("/users", replacing: ["tab": tab.rawValue, "after": nil]),
      ]
    }
  }

  private static func filter(_ wanted: UserListRequest, _ query: Query, _ groups: [GroupChoice]) -> PageModel {
    var model: PageModel = [
      "tab": wanted.tab.rawValue, "q": wanted.search ?? "",
      "groups": groups.map {
        ["id": $0.id, "title": $0.title, "selected": wanted.groups.contains($0.id)] as PageModel
      },
      "keep": kept(query, ["sort", "direction"]),
    ]
    if wanted.isFiltered { model["clear"] = cleared(query) }
    return model
  }

  private static func cleared(_ query: Query) -> String {
    query.address("/users", replacing: ["q": nil, "group": nil, "after": nil])
  }

  private static func kept(_ query: Query, _ names: [String]) -> [PageModel] {
    query.items.filter { names.contains($0.name) && !$0.value.isEmpty }.map { ["name": $0.name, "value": $0.value] }
  }

  private static func table(
    _ visit: Visit, _ wanted: UserListRequest, _ query: Query, _ content: Content
  ) -> PageModel {
    let language = visit.language
    var table: PageModel = [
      "caption": language("users_caption_\(wanted.tab.rawValue)"), "columns": columns(visit, wanted, query),
      "rows": content.page.rows.map { ["cells": cells($0, visit)] as PageModel },
      "empty": empty(wanted, query, language),
    ]
    if let paging = paging(wanted, query, content.page.next) { table["paging"] = paging }
    return table
  }

  private static func columns(_ visit: Visit, _ wanted: UserListRequest, _ query: Query) -> [PageModel] {
    let language = visit.language
    let sortable = UserList.Sort.allCases.map { sort in
      let isCurrent = sort == wanted.sort
      let statistic = Statistic.named(sort.rawValue)
      let next = wanted.direction.next(isCurrent: isCurrent, isNumber: statistic != nil)
      let href = query.address(
        "/users", replacing: ["sort": sort.rawValue, "direction": next.rawValue, "after": nil])
      return TableModel.column(
        language("column_\(sort.rawValue)"), statistic == nil ? "text" : "number",
        sort: (href, isCurrent ? (wanted.direction == .asc ? "ascending" : "descending") : nil),
        statistic: statistic?.model(language))
    }
    return sortable + [TableModel.column(language("open"), "text", isHidden: true)]
  }

  private static func cells(_ user: UserList.Row, _ visit: Visit) -> [PageModel] {
    let language = visit.language
    let shown = visit.shown
    func label(_ sort: UserList.Sort) -> String { language("column_\(sort.rawValue)") }
    let page = "/users/\(Query.encoded(user.id))"
    return [
      TableModel.cell(label(.firstName), "text", user.firstName, isLead: true),
      TableModel.cell(label(.lastName), "text", user.lastName, isLead: true),
      TableModel.cell(label(.email), "text", user.email),
      TableModel.cell(label(.timeSpent), "number", shown.duration(user.timeSpent)),
      TableModel.cell(label(.lastActivity), "number", user.lastActivity.map(shown.instant)),
      TableModel.cell(label(.directReports), "number", shown.count(user.directReports)),
      TableModel.cell(
        language("open"), "text", language("view_profile"), href: page, opens: true,
        hint: "\(user.firstName) \(user.lastName)"),
    ]
  }

  private static func empty(_ wanted: UserListRequest, _ query: Query, _ language: Language) -> PageModel {
    if wanted.isFiltered {
      return [
        "title": language("users_no_match_title"), "detail": language("users_no_match_detail"),
        "href": cleared(query), "link": language("users_clear_link"),
      ]
    }
    let which = wanted.tab == .deleted ? "users_none_deleted" : "users_none"
    return ["title": language("\(which)_title"), "detail": language("\(which)_detail")]
  }

  private static func paging(_ wanted: UserListRequest, _ query: Query, _ next: UserCursor?) -> PageModel? {
    guard next != nil || wanted.after != nil else { return nil }
    var model: PageModel = [:]
    if wanted.after != nil { model["first"] = query.address("/users", replacing: ["after": nil]) }
    if let next { model["next"] = query.address("/users", replacing: ["after": next.text]) }
    return model
  }
}
