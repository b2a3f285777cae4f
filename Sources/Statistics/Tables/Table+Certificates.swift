import DatabaseAccess

extension Table {
  /// Certificates, latest delivery first.
  package static let certificates = Table(
    "certificates", rows: { "(\(sql: rated($0.now)))" }, dated: "delivered_at",
    joins: """
       LEFT JOIN path_sessions AS s ON s.key = f.path_session_key AND f.kind = 'path'
      LEFT JOIN paths AS o ON o.key = s.path_key
      """,
    columns: [
      Column("name", .text, heading: "Name", sql: "f.name"),
      Column("path_name", .text, heading: "Path name", sql: "o.name"),
      Column("path_session", .text, heading: "Path session", sql: "s.name"),
      Column("status", .status, .certificateStatus, sql: "f.status"),
      Column("delivered_at", .instant, heading: "Delivery date", sql: "f.delivered_at"),
      Column("expires_at", .instant, heading: "Expiration date", sql: "f.expires_at"),
      Column("path_session_id", .id, sql: "s.id", isShown: false, isInAPI: false),
      Column("certificate", .id, heading: "Certificate", sql: "f.id", isShown: false, isInAPI: false),
    ], row: ("f.id", "f.name"), order: "f.delivered_at DESC", ties: ["f.name_key", "f.id"])

  private static func rated(_ now: Int) -> SQLText {
    """
    SELECT c.user_key, c.id, c.name, c.name_key, c.kind, c.path_session_key, c.program_session_key, c.delivered_at,
      c.expires_at, \(raw: certificateStatus("c.expires_at", now)) AS status FROM certificates AS c
    """
  }

  /// SQL for the code of a status, from a column of expiries. No expiry, or one more than 30 × 86 400 s ahead: valid;
  /// one at or before now: expired; otherwise expiring soon.
  static func certificateStatus(_ expiry: String, _ now: Int) -> String {
    """
    CASE WHEN \(expiry) <= \(now) THEN 'expired' WHEN \(expiry) <= \(now + 30 * 86_400) THEN 'expiring_soon'
    ELSE 'valid' END
    """
  }
}
