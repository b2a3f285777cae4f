package import Access
package import DatabaseAccess
import Records
import Statistics

/// The users and groups that a report is shared with; a group stands for its current members. They run it with their
/// own rights and see their own rows; only the owner may change it.
package struct ReportSharing: Sendable, Equatable {
  /// The maximum number of users and groups per report.
  package static let limit = 500

  /// Ids of users and of groups.
  package var users: [String] = []
  package var groups: [String] = []

  package init(users: [String] = [], groups: [String] = []) {
    self.users = users
    self.groups = groups
  }

  /// Includes deleted users, since they may be restored.
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

  /// Shares with exactly these users and groups. Users that the owner cannot see, and groups that the owner may not
  /// choose, are kept if the report is already shared with them, but not added.
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
    // Users who removed the report from their list get it again if the owner names them again.
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
  /// A user that a report is shared with, as shown to its owner.
  package struct Person: Sendable {
    package let id: String
    package let name: String
    package let email: String
    /// Whether they have a role that opens custom reports; otherwise they receive nothing for now.
    package let opensReports: Bool
  }

  /// Those of the users who are visible to the owner, by name.
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

  /// The number of users and groups that each of a user's reports is shared with, by the report's id.
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
