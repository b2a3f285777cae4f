package import Access
package import DatabaseAccess

/// A report that a user has saved. It belongs to that user, who may share it (`ReportSharing.swift`); no other user
/// can change it.
package struct CustomReport: Sendable {
  package let id: String
  /// The name of its file; if empty, the type's default.
  package let name: String
  package let kind: Kind
  package let choice: ReportFilters
  package let changedAt: Int
  package let key: Int

  /// The contents of its file.
  package var content: ExportKind { ExportKind(kind, choice) }

  /// The maximum number of reports per user.
  package static let limit = 500

  /// The user's reports, most recently changed first.
  package static func all(of viewer: Viewer, _ session: any SQLSession) throws -> [CustomReport] {
    try session.all(
      """
      SELECT \(sql: columns) FROM custom_reports AS c WHERE c.user_key = \(viewer.key)
      ORDER BY c.changed_at DESC, c.key DESC
      """, decode
    ).compactMap { $0 }
  }

  /// - Throws: `AccessDenied.notFound`, for an unknown id as for another user's report.
  package static func one(_ id: String, of viewer: Viewer, _ session: any SQLSession) throws -> CustomReport {
    let found = try session.first(
      """
      SELECT \(sql: columns) FROM custom_reports AS c WHERE c.id = \(id) AND c.user_key = \(viewer.key)
      """, decode)
    guard let report = found ?? nil else { throw AccessDenied.notFound }
    return report
  }

  /// - Returns: its id; nil if the user has reached `limit`.
  package static func add(
    name: String, _ kind: Kind, _ choice: ReportFilters, of viewer: Viewer, now: Int, _ session: any SQLSession
  ) throws -> String? {
    let count = try session.number("SELECT count(*) FROM custom_reports WHERE user_key = \(viewer.key)")
    guard count < limit else { return nil }
    let id = String(Secret.random().prefix(22))
    try session.run(
      """
      INSERT INTO custom_reports (id, user_key, name, type, choice, created_at, changed_at)
      VALUES (\(id), \(viewer.key), \(name), \(kind.rawValue), \(try choice.text), \(now), \(now))
      """)
    return id
  }

  /// - Throws: `AccessDenied.notFound`.
  package static func change(
    _ id: String, name: String, _ kind: Kind, _ choice: ReportFilters, of viewer: Viewer, now: Int,
    _ session: any SQLSession
  ) throws {
    let count = try session.run(
      """
      UPDATE custom_reports SET name = \(name), type = \(kind.rawValue), choice = \(try choice.text),
        changed_at = \(now)
      WHERE id = \(id) AND user_key = \(viewer.key)
      """)
    if count == 0 { throw AccessDenied.notFound }
  }

  /// - Throws: `AccessDenied.notFound`.
  package static func delete(_ id: String, of viewer: Viewer, _ session: any SQLSession) throws {
    let report = try one(id, of: viewer, session)
    try ReportSchedule.forget(report, session)
    try ReportSharing.forget(report, session)
    try session.run("DELETE FROM custom_reports WHERE key = \(report.key)")
  }

  /// The export of this report, for any user who runs it.
  package func order(_ format: FileFormat) -> ExportRequest {
    ExportRequest(content, format: format, name: name.isEmpty ? nil : name)
  }

  static let columns: SQLText = "c.id, c.name, c.type, c.choice, c.changed_at, c.key"

  static func decode(_ row: any SQLRow) -> CustomReport? { decode(row, from: 0) }

  /// - Parameter first: the index of its first column.
  static func decode(_ row: any SQLRow, from first: Int) -> CustomReport? {
    guard let kind = Kind(rawValue: row.text(at: first + 2)),
      let choice = ReportFilters(text: row.text(at: first + 3))
    else {
      return nil
    }
    return CustomReport(
      id: row.text(at: first), name: row.text(at: first + 1), kind: kind, choice: choice,
      changedAt: row.integer(at: first + 4),
      key: row.integer(at: first + 5))
  }
}
