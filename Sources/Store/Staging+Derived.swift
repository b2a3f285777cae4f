import DatabaseAccess
import Records

// Records that were derived from xAPI statements, when another source writes records.

extension Staging {
  /// Derived records are imported ones once another source has changed them.
  func claimDerived() throws {
    guard source != .xapi, kind.key == ["id"], try session.hasRows("derived_records") else { return }
    try session.run(
      """
      UPDATE derived_records SET state = 'imported' WHERE kind = \(kind.name) AND EXISTS (
        SELECT 1 FROM resolved AS r JOIN \(raw: table.name) AS t ON \(raw: table.sameRecord)
        WHERE r.id = derived_records.id AND (\(raw: table.differs)))
      """)
  }

  /// Whether a user only stands for an actor, who is an imported user with the same address instead.
  static func isPlaceholder(_ user: String) -> SQLText {
    SQLText(
      raw: """
        EXISTS (SELECT 1 FROM derived_records AS d
          WHERE d.kind = 'users' AND d.user_id = \(user).id AND d.id = \(user).id AND d.state <> 'imported')
        """)
  }

  /// Placeholder users give way to imported users with their address.
  func freePlaceholders() throws {
    guard source != .xapi, try session.hasRows("derived_records") else { return }
    let giveWay: SQLText = """
      users.deleted_at IS NULL AND users.email IN (SELECT r.email FROM resolved AS r WHERE r.deleted_at IS NULL)
      AND users.id NOT IN (SELECT r.id FROM resolved AS r) AND \(sql: Self.isPlaceholder("users"))
      """
    // Standings have a copy of the address.
    try session.run(
      """
      INSERT INTO touched (user_key) SELECT users.key FROM users WHERE \(sql: giveWay) ON CONFLICT DO NOTHING
      """)
    try session.run("UPDATE users SET email = id || '@xapi.invalid' WHERE \(sql: giveWay)")
  }
}
