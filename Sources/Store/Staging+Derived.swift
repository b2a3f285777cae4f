import DatabaseAccess
import Records

// Records that were derived from xAPI statements, when another source writes records.

extension Staging {
  /// Derived records are imported ones once another source has changed them; for bulk facts, `Refresh` notes that.
  func claimDerived() throws {
    guard source != .xapi, let derived = derivedKey, try session.hasRows("derived_records") else { return }
    try session.run(
      """
      UPDATE derived_records SET state = 'imported' WHERE kind = \(kind.name) AND (user_id, id) IN (
        SELECT \(raw: derived.columns) FROM resolved AS r JOIN \(raw: stored) AS t ON \(raw: table.sameRecord)
        \(raw: derived.joins) WHERE \(raw: table.differs))
      """)
  }

  /// What `derived_records` knows the stored record `t` by, which the row `r` replaces; nil if the kind is not derived.
  private var derivedKey: (columns: String, joins: String)? {
    switch kind {
    case .users: return ("t.id, t.id", "")
    case .certificates, .reactions: return ("u.id, t.id", "JOIN users AS u ON u.key = t.user_key")
    case .enrolments:
      let session = "JOIN program_sessions AS p ON p.key = t.program_session_key"
      return ("u.id, p.id || ' ' || t.origin", "JOIN users AS u ON u.key = t.user_key \(session)")
    case .programBlocks: return ("'', p.id", "JOIN programs AS p ON p.key = t.program_key AND t.position = 1")
    default: return kind.key == ["id"] ? ("'', t.id", "") : nil
    }
  }

  /// Notes what derived records have to follow: people's addresses, before and after, identities, and whether courses or
  /// activities are among the new and changed records.
  func noteForDerivation() throws {
    let notes = derivationNotes
    guard source != .xapi, !notes.isEmpty, try session.hasRows("statements") else { return }
    for (name, id) in notes {
      try session.run(
        """
        INSERT INTO derivation_changes (kind, id)
        SELECT DISTINCT \(name), \(raw: id) FROM resolved AS r LEFT JOIN \(raw: stored) AS t ON \(raw: table.sameRecord)
        WHERE (t.\(raw: keyColumn) IS NULL OR \(raw: table.differs)) AND \(raw: id) IS NOT NULL
        ON CONFLICT DO NOTHING
        """)
    }
  }

  private var derivationNotes: [(name: String, id: String)] {
    switch kind {
    case .users: [("address", "t.email"), ("address", "r.email")]
    case .identities: [("identity", "r.kind || ' ' || r.value")]
    case .courses, .activities: [("courses", "''")]
    default: []
    }
  }

  /// Placeholder users give way to imported users with their address.
  func freePlaceholders() throws {
    guard source != .xapi, try session.hasRows("derived_records") else { return }
    let giveWay: SQLText = """
      users.deleted_at IS NULL AND users.email IN (SELECT r.email FROM resolved AS r WHERE r.deleted_at IS NULL)
      AND users.id NOT IN (SELECT r.id FROM resolved AS r) AND \(sql: DerivedUser.isPlaceholder("users"))
      """
    // Standings have a copy of the address.
    try session.run(
      """
      INSERT INTO touched (user_key) SELECT users.key FROM users WHERE \(sql: giveWay) ON CONFLICT DO NOTHING
      """)
    try session.run("UPDATE users SET email = id || '@xapi.invalid' WHERE \(sql: giveWay)")
  }
}
