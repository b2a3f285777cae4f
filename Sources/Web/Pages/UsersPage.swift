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
    let groups: Picker
    let fields: [CustomField]
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let wanted = try UserListRequest(query)
    let viewer = try visit.viewer
    let content = try await visit.read { session in
      let list = wanted.list(for: viewer)
      return Content(
        page: try list.page(session), matches: wanted.isFiltered ? try list.count(session) : nil,
        groups: try Picker(.groups, "group", chosen: wanted.groups, query, for: viewer, session),
        fields: try CustomField.all(session))
    }
    let view = UserListView(
      visit: visit, query: query, wanted: wanted, path: "/users", words: "users", leadsToProfiles: true)
    var model = try view.model(content.page, matches: content.matches)
    model["tabs"] = tabs(view)
    model["filter"] = view.filter(groups: content.groups)
    model["pickers"] = true
    model["download"] =
      [
        "action": "/users/download", "keep": view.kept(["tab", "q", "group"]),
        "fields": content.fields.map { ["id": $0.id, "title": $0.title] as PageModel },
      ] as PageModel
    return try visit.page("list", model)
  }

  private static func tabs(_ view: UserListView) -> [PageModel] {
    Population.Tab.allCases.map { tab in
      [
        "title": view.visit.language("users_tab_\(tab.rawValue)"), "current": tab == view.wanted.tab,
        "href": view.address(["tab": tab.rawValue, "after": nil]),
      ]
    }
  }
}
