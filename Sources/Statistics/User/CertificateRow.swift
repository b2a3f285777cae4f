import Access
import DatabaseAccess

/// The section *Certificates*, latest delivery first.
enum CertificateRow {
  static func section(_ user: VisibleUser, _ now: Int, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT c.id, c.name, p.name, s.name, c.delivered_at, c.expires_at, s.id, \(raw: status("c.expires_at", now))
      FROM certificates AS c
      LEFT JOIN path_sessions AS s ON s.key = c.path_session_key AND c.kind = 'path'
      LEFT JOIN paths AS p ON p.key = s.path_key WHERE c.user_key = \(user.key)
      """
    ) { row in
      Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 1)), .text(row.text(2)), .text(row.text(3)),
          .status(code: row.text(at: 7)), .instant(row.integer(at: 4)), .instant(row.integer(5)), .text(row.text(6)),
        ])
    }
    return Section("certificates", columns, Section.sorted(rows, descending: true) { $0.cells[4] })
  }

  static let columns: [Column] = [
    .init("name", .text), .init("path_name", .text), .init("path_session", .text),
    .init("status", .status, .certificateStatus),
    .init("delivered_at", .instant), .init("expires_at", .instant),
    .init("path_session_id", .id, isShown: false, isInAPI: false),
  ]

  /// SQL for the code of a status, from a column of expiries. No expiry, or one more than 30 × 86 400 s ahead: valid;
  /// one at or before now: expired; otherwise expiring soon.
  static func status(_ expiry: String, _ now: Int) -> String {
    """
    CASE WHEN \(expiry) <= \(now) THEN 'expired' WHEN \(expiry) <= \(now + 30 * 86_400) THEN 'expiring_soon'
    ELSE 'valid' END
    """
  }
}
