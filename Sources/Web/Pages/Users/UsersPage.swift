import Access
import DatabaseAccess
import Hummingbird
import Reports
import Statistics

/// The list of users.
enum UsersPage {
  private struct Content: Sendable {
    let page: UserList.Page
    let presence: ReportPresence?
    let matches: UserList.Count?
    let groups: Picker
    let fields: [CustomField]
    let columns: [ConditionColumn]
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    if let address = ConditionPicker.address("/users", adding: query) { return .redirect(to: address, type: .normal) }
    let wanted = try UserListRequest(query)
    let viewer = try visit.viewer
    let content = try await visit.read { session in
      let list = try wanted.list(for: viewer, at: visit.moment, session)
      return Content(
        page: try list.page(session),
        presence: try PresenceField.presence(query, in: try Downloads.users(visit, query), visit, session),
        matches: wanted.isFiltered ? try list.count(session) : nil,
        groups: try Picker(.groups, "group", chosen: wanted.groups, query, for: viewer, session),
        fields: try CustomField.all(session),
        columns: try ConditionColumn.all(UserList.Kind.users, for: viewer, session))
    }
    let view = UserListView(
      visit: visit, query: query, wanted: wanted, path: "/users", words: "users", columns: content.columns,
      leadsToProfiles: true)
    let model = try view.model(
      content.page, content.presence, matches: content.matches, tabs: tabs(view), groups: content.groups,
      fields: content.fields.map { DownloadMenu.Field(id: $0.id, title: $0.title) })
    return try visit.page(model) { $0.pickers = true }
  }

  private static func tabs(_ view: UserListView) -> [NavigationLink] {
    Population.Tab.allCases.map { tab in
      NavigationLink(
        title: view.visit.language("users_tab_\(tab.rawValue)"),
        href: view.address(["tab": tab.rawValue, "after": nil]), isCurrent: tab == view.wanted.tab)
    }
  }
}
