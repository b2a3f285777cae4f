import Access
import Hummingbird
import Statistics

/// `/api/v1/users` and what lies below.
enum UsersAPI {
  static func list(_ visit: Visit) async throws -> Response {
    let wanted = try UserListRequest(try visit.query())
    let viewer = try visit.viewer
    let page = try await visit.read { try wanted.list(for: viewer).page($0) }
    visit.audit("users.list", rows: page.rows.count)
    let users = page.rows.map { user in
      JSONValue.object([
        ("id", .string(user.id)), ("first_name", .string(user.firstName)), ("last_name", .string(user.lastName)),
        ("email", .string(user.email)), ("time_spent", .integer(user.timeSpent)),
        ("last_activity", .instant(user.lastActivity)), ("direct_reports", .integer(user.directReports)),
      ])
    }
    return JSONValue.object([("users", .array(users)), ("next", .string(page.next?.text))]).response()
  }

  static func statistics(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let scope = Scope.page(of: try visit.viewer)
    let statistics = try await visit.read { [now = visit.now] in
      try UserStatistics(id: id, scope: scope, now: now, $0)
    }
    visit.audit("user.view", subject: statistics.subject.key)
    return JSONValue(statistics).response()
  }
}
