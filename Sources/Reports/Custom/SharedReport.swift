package import Access
package import DatabaseAccess
import Records
import Statistics

/// A report and its owner, for a user allowed to run it: their own, or one shared with them.
package struct SharedReport: Sendable {
  package let report: CustomReport
  /// Name of the owner.
  package let owner: String

  /// Reports that others share with the viewer, most recently changed first.
  package static func all(with viewer: Viewer, _ session: any SQLSession) throws -> [SharedReport] {
    try session.all(
      """
      \(sql: select) WHERE v.key = \(viewer.key) AND c.user_key <> v.key AND \(sql: reachesReader) AND \(sql: isAlive)
      ORDER BY c.changed_at DESC, c.key DESC
      """, decode
    ).compactMap { $0 }
  }

  /// - Throws: `AccessDenied.notFound`, for an unknown id as for the viewer's own reports and those not shared with the
  ///   viewer.
  package static func one(_ id: String, with viewer: Viewer, _ session: any SQLSession) throws -> SharedReport {
    let found = try session.first(
      """
      \(sql: select) WHERE v.key = \(viewer.key) AND c.id = \(id) AND c.user_key <> v.key
      AND \(sql: reachesReader) AND \(sql: isAlive)
      """, decode)
    guard let shared = found ?? nil else { throw AccessDenied.notFound }
    return shared
  }

  /// Removes it from the viewer's list until the owner names them again.
  /// - Throws: `AccessDenied.notFound`.
  package static func leave(_ id: String, _ viewer: Viewer, _ session: any SQLSession) throws {
    let shared = try one(id, with: viewer, session)
    try session.run(
      "INSERT INTO report_refusals (report_key, user_key) VALUES (\(shared.report.key), \(viewer.key))")
  }

  /// A SELECT of the keys of all recipients of a scheduled run: the owner and the users it is shared with, except those
  /// not permitted to open custom reports.
  package static func receivers(of report: CustomReport) -> SQLText {
    """
    SELECT v.key FROM users AS v JOIN custom_reports AS c ON c.key = \(report.key)
    WHERE v.deleted_at IS NULL AND \(sql: Viewer.Roles.seeUsers("v.key"))
    AND (v.key = c.user_key OR \(sql: reachesReader))
    """
  }

  /// A report that nobody can change any more is not shared and does not run: the owner is deleted or may not open it.
  package static let isAlive: SQLText = "(o.deleted_at IS NULL AND \(sql: Viewer.Roles.seeUsers("o.key")))"

  private static let select: SQLText = """
    SELECT \(sql: CustomReport.columns), o.first_name, o.last_name
    FROM custom_reports AS c JOIN users AS o ON o.key = c.user_key CROSS JOIN users AS v
    """

  private static let reachesReader: SQLText = """
    ((EXISTS (SELECT 1 FROM report_users AS s WHERE s.report_key = c.key AND s.user_key = v.key)
        OR EXISTS (SELECT 1 FROM report_groups AS s JOIN memberships AS b ON b.group_key = s.group_key AND b.until IS NULL
          WHERE s.report_key = c.key AND b.user_key = v.key))
      AND NOT EXISTS (SELECT 1 FROM report_refusals AS f WHERE f.report_key = c.key AND f.user_key = v.key))
    """

  private static func decode(_ row: any SQLRow) -> SharedReport? {
    CustomReport.decode(row).map { SharedReport(report: $0, owner: "\(row.text(at: 6)) \(row.text(at: 7))") }
  }
}

extension CustomReport {
  /// A report that the user may run: their own, or one shared with them.
  /// - Throws: `AccessDenied.notFound`.
  package static func readable(_ id: String, by viewer: Viewer, _ session: any SQLSession) throws -> CustomReport {
    do { return try one(id, of: viewer, session) } catch AccessDenied.notFound {
      return try SharedReport.one(id, with: viewer, session).report
    }
  }

  /// A report that the user may copy: their own, or one shared with them that has no conditions, whose values a copy
  /// would show.
  /// - Throws: `AccessDenied`.
  package static func copied(_ id: String, by viewer: Viewer, _ session: any SQLSession) throws -> CustomReport {
    do { return try one(id, of: viewer, session) } catch AccessDenied.notFound {
      let report = try SharedReport.one(id, with: viewer, session).report
      if report.choice.hasConditions { throw AccessDenied.notPermitted }
      return report
    }
  }

  /// Its filters and columns for another user's copy, without users that they cannot see.
  /// - Throws: `AccessDenied.notPermitted` if no user would be left, since an empty filter would mean all users.
  package func choice(for viewer: Viewer, _ session: any SQLSession) throws -> ReportFilters {
    var copy = choice
    let visible = Set(ids: try ReportChoices.users(choice.users, for: viewer, session).map(\.id))
    copy.users = choice.users.filter { visible.contains($0) }
    if copy.users.isEmpty, !choice.users.isEmpty { throw AccessDenied.notPermitted }
    return copy
  }
}
