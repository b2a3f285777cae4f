import Access
import Hummingbird
import Reports
import Statistics

/// Current members: when they registered, and who invited them.
enum MembersPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let side = Navigation.members(try visit.viewer.roles, visit.language, current: "/members")
    return try await UserListPage(
      path: "/members", words: "members", kind: .members, content: Downloads.registrations, leadsToRecords: true
    ).show(visit) { $0.side = side }
  }
}

/// The posts, comments and reactions of each user.
enum CollaborativeActivitiesPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    try await UserListPage(
      path: "/collaborative-activities", words: "activities", kind: visit.activities,
      content: Downloads.collaborativeActivities
    ).show(visit)
  }
}

extension WebRequest {
  /// Collaborative activities, counted as the platform's settings say.
  var activities: UserList.Kind { .activities(repliesCount: services.settings.repliesCountAsPublications) }
}

/// A page with a list of users without groups.
private struct UserListPage {
  let path: String
  let words: String
  let kind: UserList.Kind
  /// Its file, whose rows are those of the page.
  let content: Downloads.Reading
  var leadsToRecords = false

  /// - Parameter change: what the page changes in its frame.
  func show(_ visit: WebRequest, frame change: (inout PageFrame) -> Void = { _ in }) async throws -> Response {
    let query = try visit.query()
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let (wanted, viewer) = (try UserListRequest(query, kind), try visit.viewer)
    let (page, presence, matches, columns) = try await visit.read { [kind, content] session in
      let list = try wanted.list(for: viewer, visit.services.settings.style, now: visit.now, session)
      return (
        try list.page(session),
        try PresenceField.presence(query, in: try content(visit, query), visit, session),
        wanted.isFiltered ? try list.count(session) : nil,
        try ConditionColumn.all(kind, for: viewer, session)
      )
    }
    let view = UserListView(
      visit: visit, query: query, wanted: wanted, path: path, words: words, columns: columns,
      leadsToRecords: leadsToRecords)
    return try visit.page(try view.model(page, presence, matches: matches)) { frame in
      frame.pickers = true
      change(&frame)
    }
  }
}
