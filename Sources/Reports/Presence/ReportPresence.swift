package import Access
package import DatabaseAccess
import Records
package import Spreadsheets
import Statistics

/// Whether a user is in a report or list of users and, if not, the first reason that applies (insights.md §6).
package enum ReportPresence: Sendable {
  /// There is no such user, or the viewer does not see them in this report.
  case notVisible
  case deleted
  /// The list is of deleted users.
  case notDeleted
  /// The list's search text does not match.
  case notFound
  /// The report's filter names other users.
  case notChosen
  case notInGroups
  /// The user has no enrolment in the chosen sessions.
  case noEnrolment
  /// - values: those that the condition tests: of the user or, for a column of rows, of the first rows that satisfy the
  ///   conditions before it, each once. Empty for no value.
  case condition(Condition, values: [SpreadsheetCell])
  /// No fact in range. For registrations: not registered in the period.
  case noRows
  /// - row: the number of the user's first row in the file, from 1, headings not counted.
  case present(row: Int)

  /// The key of the reason, as in the API.
  package var key: String {
    switch self {
    case .notVisible: "not_visible"
    case .deleted: "deleted"
    case .notDeleted: "not_deleted"
    case .notFound: "not_found"
    case .notChosen: "not_chosen"
    case .notInGroups: "not_in_groups"
    case .noEnrolment: "no_enrolment"
    case .condition: "condition"
    case .noRows: "no_rows"
    case .present: "present"
    }
  }

  /// Keys that the API of reports can return.
  package static let reportKeys = [
    "not_visible", "deleted", "not_chosen", "not_in_groups", "no_enrolment", "condition", "no_rows", "present",
  ]

  /// The id of the user with an email address that the viewer may see, current ones first; else the address.
  package static func user(email: String, in scope: Scope, _ session: any SQLSession) throws -> String {
    let found = try session.all(
      """
      SELECT p.id FROM users AS p WHERE p.email = \(EmailAddress.lookup(email))
      ORDER BY CASE WHEN p.deleted_at IS NULL THEN 0 ELSE 1 END, p.deleted_at DESC, p.id
      """
    ) { $0.text(at: 0) }
    let seen = try AskedUser.scopes(scope).flatMap { try $0.among(found, session) }
    return found.first { seen.containsID($0) } ?? email
  }
}

/// A user whose presence is asked about.
struct AskedUser {
  let key: Int
  let id: String
  let isDeleted: Bool

  /// - Parameter scope: that of the report. A deleted user is in no report, so for them *their users* decide.
  /// - Returns: nil for an unknown user as for one outside; both scopes are read in any case (`Scope.found`).
  init?(_ id: String, in scope: Scope, _ session: any SQLSession) throws {
    let seen = try Self.scopes(scope).map { scope -> VisibleUser? in
      do { return try scope.user(id, session) } catch AccessDenied.notFound { return nil }
    }
    guard let user = seen[0] ?? seen[1] else { return nil }
    key = user.key
    self.id = user.id
    isDeleted = try session.number("SELECT deleted FROM user_standings WHERE user_key = \(key)") == 1
    if (isDeleted ? seen[1] : seen[0]) == nil { return nil }
    // A cluster would gather all users of an intersection to find one among them.
    if !isDeleted, scope.isIntersection, try !Population(scope).holds(self, session) { return nil }
  }

  /// The scope of current users, or one around it, and that of deleted ones.
  static func scopes(_ scope: Scope) -> [Scope] { [scope.outer, .theirUsers(of: scope.viewer)] }
}

extension Population {
  /// Whether a user belongs to it. The filter on users, if any, has to name the user, and is not tested again.
  func holds(_ user: AskedUser, _ session: any SQLSession) throws -> Bool {
    var one = self
    one.users = [user.id]
    return try session.number("SELECT count(*) FROM user_standings AS u WHERE \(sql: one.condition)") > 0
  }
}

extension Report {
  /// The number of the user's first row; the user must have one.
  func place(of user: AskedUser, _ session: any SQLSession) throws -> Int {
    let before: SQLText = """
      SELECT u.last_name_key, u.first_name_key, u.id FROM user_standings AS u WHERE u.user_key = \(user.key)
      """
    let found = try session.first(before) { row in (0..<3).map { row.text(at: $0) } }
    guard let source, let name = found else { return 1 }
    return try session.number(
      """
      SELECT count(*) \(sql: source)
        AND (u.last_name_key, u.first_name_key, u.id) < (\(name[0]), \(name[1]), \(name[2]))
      """) + 1
  }
}
