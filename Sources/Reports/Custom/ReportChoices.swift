package import Access
package import DatabaseAccess
import Records
package import Statistics

/// The users, groups and sessions in a report's filters that the viewer may choose too; others are omitted.
package struct ReportChoices: Sendable {
  package let users: [Choice]
  package let groups: [Choice]
  /// `program:ID` or `path:ID`.
  package let sessions: [Choice]

  package init(_ choice: ReportFilters, for viewer: Viewer, _ session: any SQLSession) throws {
    users = try Self.users(choice.users, for: viewer, session)
    groups = try Choices(.groups, for: viewer).named(choice.groups, session)
    sessions = try Choices(.sessions, for: viewer).named(choice.sessions, session)
  }

  /// Those of the users who are visible to the viewer and not deleted.
  package static func users(_ ids: [String], for viewer: Viewer, _ session: any SQLSession) throws -> [Choice] {
    try session.all(
      """
      SELECT p.id, p.first_name, p.last_name, p.email FROM users AS p
      WHERE p.id \(anyOf: Scope.theirUsers(of: viewer).among(ids, session).sorted()) AND p.deleted_at IS NULL
      """
    ) { Choice(id: $0.text(at: 0), title: "\($0.text(at: 1)) \($0.text(at: 2))", detail: $0.text(at: 3)) }
    .inOrder(title: \.title, id: \.id)
  }

  /// The id of a visible user with this email address.
  package static func user(email: String, for viewer: Viewer, _ session: any SQLSession) throws -> String? {
    let found = try session.first(
      "SELECT p.id FROM users AS p WHERE p.email = \(EmailAddress.lookup(email)) AND p.deleted_at IS NULL"
    ) { $0.text(at: 0) }
    return try Scope.theirUsers(of: viewer).among([found ?? ""], session).first
  }
}
