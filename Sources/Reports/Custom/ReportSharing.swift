package import Access
package import DatabaseAccess
import Records
import Statistics

/// With whom a report is shared: users, and groups, whose members of the moment are meant. All of them run it with their
/// own rights and see their own rows; the owner alone changes it.
package struct ReportSharing: Sendable, Equatable {
  /// The most users and groups of one report.
  package static let limit = 500

  /// Ids of users and of groups.
  package var users: [String] = []
  package var groups: [String] = []

  package init(users: [String] = [], groups: [String] = []) {
    self.users = users
    self.groups = groups
  }

  /// Users who are deleted are among them: they may be restored.
  package static func of(_ report: CustomReport, _ session: any SQLSession) throws -> ReportSharing {
    ReportSharing(
      users: try ids("user", of: report, session), groups: try ids("group", of: report, session))
  }

  private static func ids(_ kind: String, of report: CustomReport, _ session: any SQLSession) throws -> [String] {
    try session.all(
      """
      SELECT t.id FROM report_\(raw: kind)s AS s JOIN \(raw: kind)s AS t ON t.key = s.\(raw: kind)_key
      WHERE s.report_key = \(report.key) ORDER BY t.id
      """
    ) { $0.text(at: 0) }
  }

  /// Shares with these and with nobody else. Whom the owner does not see, and groups they may not choose, are not added;
  /// those with whom it is shared already stay if they are named.
  /// - Returns: what was added and what was withdrawn.
  /// - Throws: `LimitReached` if there are too many of them.
  package func save(
    for report: CustomReport, of owner: Viewer, _ session: any SQLSession
  ) throws -> (added: ReportSharing, withdrawn: ReportSharing) {
    let before = try Self.of(report, session)
    if Set(users).count + Set(groups).count > Self.limit { throw LimitReached(.shares, Self.limit) }
    let scope = Scope.theirUsers(of: owner)
    let new = users.filter { !before.users.containsID($0) }
    try session.run(
      """
      INSERT INTO report_users (report_key, user_key) SELECT \(report.key), u.key FROM users AS u
      WHERE u.id \(anyOf: new) AND u.deleted_at IS NULL AND u.key <> \(owner.key) AND \(sql: scope.holds("u.key"))
      """)
    try session.run(
      """
      INSERT INTO report_groups (report_key, group_key) SELECT \(report.key), g.key FROM groups AS g
      WHERE g.id \(anyOf: groups.filter { !before.groups.containsID($0) }) AND g.key IN (\(sql: scope.groupColumns))
      """)
    try withdraw("user", before.users.filter { !users.containsID($0) }, from: report, session)
    try withdraw("group", before.groups.filter { !groups.containsID($0) }, from: report, session)
    // Who took it off their list and is named again gets it again.
    try session.run(
      """
      DELETE FROM report_refusals WHERE report_key = \(report.key)
      AND user_key IN (SELECT key FROM users WHERE id \(anyOf: new))
      """)
    let after = try Self.of(report, session)
    return (after.without(before), before.without(after))
  }

  private func withdraw(
    _ kind: String, _ ids: [String], from report: CustomReport, _ session: any SQLSession
  ) throws {
    try session.run(
      """
      DELETE FROM report_\(raw: kind)s WHERE report_key = \(report.key)
      AND \(raw: kind)_key IN (SELECT key FROM \(raw: kind)s WHERE id \(anyOf: ids))
      """)
  }

  private func without(_ other: ReportSharing) -> ReportSharing {
    ReportSharing(
      users: users.filter { !other.users.containsID($0) }, groups: groups.filter { !other.groups.containsID($0) })
  }

  static func forget(_ report: CustomReport, _ session: any SQLSession) throws {
    for table in ["report_users", "report_groups", "report_refusals"] {
      try session.run("DELETE FROM \(raw: table) WHERE report_key = \(report.key)")
    }
  }
}

extension ReportSharing {
  /// Somebody with whom a report is shared, as its owner sees them.
  package struct Person: Sendable {
    package let id: String
    package let name: String
    package let email: String
    /// Whether they have a role that opens custom reports; else they get nothing for now.
    package let opensReports: Bool
  }

  /// Those of the users whom the owner sees, by name.
  package func people(for owner: Viewer, _ session: any SQLSession) throws -> [Person] {
    let scope = Scope.theirUsers(of: owner)
    return try session.all(
      """
      SELECT p.id, p.first_name, p.last_name, p.email,
        CASE WHEN \(sql: Viewer.Roles.seeUsers("p.key")) THEN 1 ELSE 0 END
      FROM users AS p WHERE p.id \(anyOf: users) AND p.deleted_at IS NULL AND \(sql: scope.holds("p.key"))
      """
    ) {
      Person(
        id: $0.text(at: 0), name: "\($0.text(at: 1)) \($0.text(at: 2))", email: $0.text(at: 3), opensReports: $0.flag(4)
      )
    }
    .inOrder(title: \.name, id: \.id)
  }

  /// With how many users and groups each of a user's reports is shared, by the report's id.
  package static func counts(of owner: Viewer, _ session: any SQLSession) throws -> [String: Int] {
    let found = try session.all(
      """
      SELECT c.id, (SELECT count(*) FROM report_users AS s WHERE s.report_key = c.key)
        + (SELECT count(*) FROM report_groups AS s WHERE s.report_key = c.key)
      FROM custom_reports AS c WHERE c.user_key = \(owner.key)
      """
    ) { ($0.text(at: 0), $0.integer(at: 1)) }
    return Dictionary(uniqueKeysWithValues: found)
  }
}
