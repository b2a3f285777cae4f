import Access
import Hummingbird
import Statistics
import Support

/// `/api/v1/users` and the paths below it.
enum UsersAPI {
  static func list(_ visit: WebRequest) async throws -> Response {
    try await UserListAPI(kind: .users, name: "users", action: "users.list").answer(visit)
  }

  static func statistics(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let scope = Scope.page(of: try visit.viewer)
    let statistics = try await visit.read { try UserStatistics(id: id, scope: scope, at: visit.moment, $0) }
    visit.audit("user.view", subject: statistics.subject.key)
    return JSONValue(statistics).response()
  }
}
