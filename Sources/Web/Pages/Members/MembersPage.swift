import Access
import Hummingbird
import Statistics

/// Current members: when they registered, and who invited them.
enum MembersPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let side = Navigation.members(try visit.viewer.roles, visit.language, current: "/members")
    return try await UserListPage(path: "/members", words: "members", kind: .members, leadsToRecords: true)
      .show(visit) { $0.side = side }
  }
}

/// The posts, comments and reactions of each user.
enum CollaborativeActivitiesPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    try await UserListPage(
      path: "/collaborative-activities", words: "activities", kind: visit.activities
    ).show(visit)
  }
}

extension WebRequest {
  /// Collaborative activities, counted as the platform's settings say.
  var activities: UserList.Kind { .activities(repliesCount: services.settings.repliesCountAsPublications) }
}

/// A page with a list of users that has a search but no other filters.
private struct UserListPage {
  let path: String
  let words: String
  let kind: UserList.Kind
  var leadsToRecords = false

  /// - Parameter change: what the page changes in its frame.
  func show(_ visit: WebRequest, frame change: (inout PageFrame) -> Void = { _ in }) async throws -> Response {
    let query = try visit.query()
    let wanted = try UserListRequest(query, kind)
    let list = wanted.list(for: try visit.viewer)
    let (page, matches) = try await visit.read { session in
      (try list.page(session), wanted.isFiltered ? try list.count(session) : nil)
    }
    let view = UserListView(
      visit: visit, query: query, wanted: wanted, path: path, words: words, leadsToRecords: leadsToRecords)
    return try visit.page(try view.model(page, matches: matches), frame: change)
  }
}
