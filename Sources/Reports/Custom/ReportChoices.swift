package import Access
package import DatabaseAccess
import Records
import Statistics

/// What somebody may choose from when they compose a report: users by name, sessions by name.
package struct ReportChoices: Sendable {
  package struct Item: Sendable {
    package let id: String
    package let title: String
    package let detail: String?
  }

  /// Those of the chosen users whom the viewer sees.
  package let users: [Item]
  /// Sessions in which users of the viewer's are or were enrolled: `program:ID` or `path:ID`.
  package let sessions: [Item]

  /// The most sessions that are offered.
  private static let sessionLimit = 1_000

  package init(users ids: [String], for viewer: Viewer, _ session: any SQLSession) throws {
    let scope = Scope.theirUsers(of: viewer)
    users = try session.all(
      """
      SELECT p.id, p.first_name, p.last_name, p.email FROM users AS p
      WHERE p.id \(anyOf: scope.among(ids, session).sorted()) AND p.deleted_at IS NULL
      """
    ) { Item(id: $0.text(at: 0), title: "\($0.text(at: 1)) \($0.text(at: 2))", detail: $0.text(at: 3)) }
    .inOrder(title: \.title, id: \.id)
    sessions = try ["program", "path"].flatMap { try Self.sessions($0, scope, session) }.inOrder(
      title: \.title, id: \.id)
  }

  private static func sessions(_ kind: String, _ scope: Scope, _ session: any SQLSession) throws -> [Item] {
    let enrolled: SQLText =
      scope.isEverybody
      ? "true"
      : """
      s.key IN (SELECT DISTINCT e.\(raw: kind)_session_key FROM enrolments AS e WHERE \(sql: scope.holds("e.user_key")))
      """
    return try session.all(
      """
      SELECT s.id, s.name, t.name FROM \(raw: kind)_sessions AS s JOIN \(raw: kind)s AS t ON t.key = s.\(raw: kind)_key
      WHERE \(sql: enrolled) ORDER BY s.created_at DESC, s.id LIMIT \(sessionLimit)
      """
    ) { Item(id: "\(kind):\($0.text(at: 0))", title: $0.text(at: 1), detail: $0.text(at: 2)) }
  }

  /// The id of a user of the viewer's, by their e-mail address.
  package static func user(email: String, for viewer: Viewer, _ session: any SQLSession) throws -> String? {
    let found = try session.first(
      "SELECT p.id FROM users AS p WHERE p.email = \(EmailAddress.lookup(email)) AND p.deleted_at IS NULL"
    ) { $0.text(at: 0) }
    return try Scope.theirUsers(of: viewer).among([found ?? ""], session).first
  }
}
