import Hummingbird
import Statistics
import Support

/// The API of a list of users: one page, and the cursor of the next.
struct UserListAPI {
  let kind: UserList.Kind
  /// The JSON member that contains the rows.
  let name: String
  /// The action in the audit log.
  let action: String

  func answer(_ visit: WebRequest) async throws -> Response {
    let wanted = try UserListRequest(try visit.query(), kind)
    let viewer = try visit.viewer
    let page = try await visit.read { try wanted.list(for: viewer, at: visit.moment, $0).page($0) }
    visit.audit(action, rows: page.rows.count)
    return JSONValue.object([
      (name, .array(page.rows.map(user))), ("next", .string(try page.next?.text)),
    ]).response()
  }

  private func user(_ row: UserList.Row) -> JSONValue {
    // The first three columns are name and e-mail, which `identity(of:)` writes.
    let own = zip(kind.columns.dropFirst(3), row.cells).map { ($0.key, JSONValue($1)) }
    return .object(JSONValue.identity(of: row.person) + own)
  }
}

extension JSONValue {
  static func identity(of person: Person) -> [(String, JSONValue)] {
    [
      ("id", .string(person.id)), ("first_name", .string(person.firstName)), ("last_name", .string(person.lastName)),
      ("email", .string(person.email)),
    ]
  }
}
