import DatabaseAccess
import Records
import Store

/// Managers that a directory named before they existed here. The relation is opened when they are created, by any
/// source.
enum WaitingManagers {
  /// Pending relations to affected users, as records of `managers`, dated by when the directory named them. Clears
  /// the pending mark of each.
  static func records(_ session: any SQLSession) throws -> [RecordRow] {
    let isAnyWaiting = try session.first(
      "SELECT 1 FROM directory_users WHERE manager_reference IS NOT NULL LIMIT 1", { _ in true })
    guard isAnyWaiting != nil else { return [] }
    var seen: Set<Int> = []
    let found = try session.all(arrived, reader.read).filter { seen.insert($0.user).inserted }
    for pair in found {
      try session.run(
        """
        UPDATE directory_users SET manager_key = \(pair.manager), manager_reference = NULL, manager_reference_key = NULL
        WHERE user_key = \(pair.user)
        """)
    }
    let open = Set(
      try session.all(
        "SELECT user_key, manager_key FROM managers WHERE until IS NULL AND user_key \(anyOf: found.map(\.user))"
      ) { [$0.integer(at: 0), $0.integer(at: 1)] })
    return found.filter { !open.contains([$0.user, $0.manager]) }.map { pair in
      var row = RecordRow(kind: .managers)
      row.set("user", .text(pair.id))
      row.set("manager", .text(pair.managerID))
      row.set("since", .integer(pair.since))
      return row
    }
  }

  private static let reader = RowReader { row in
    (
      user: row.integer(at: "w.user_key"), id: row.text(at: "u.id"), manager: row.integer(at: "m.key"),
      managerID: row.text(at: "m.id"), since: row.integer(at: "d.modified_at")
    )
  }

  /// Matched by id, then by `externalId`, then by user name or email address.
  private static let arrived: SQLText = """
    SELECT \(sql: reader.columns) FROM (
      SELECT d.user_key, t.user_key AS manager_key, 1 AS way FROM touched AS t JOIN users AS m ON m.key = t.user_key
        JOIN directory_users AS d ON d.manager_reference = m.id
      UNION ALL SELECT d.user_key, t.user_key, 2 FROM touched AS t
        JOIN identities AS i ON i.user_key = t.user_key AND i.kind = 'scim'
        JOIN directory_users AS d ON d.manager_reference = i.value
      UNION ALL SELECT d.user_key, t.user_key, 3 FROM touched AS t
        JOIN directory_users AS n ON n.user_key = t.user_key
        JOIN directory_users AS d ON d.manager_reference_key = n.user_name_key
      UNION ALL SELECT d.user_key, t.user_key, 4 FROM touched AS t JOIN users AS m ON m.key = t.user_key
        JOIN directory_users AS d ON d.manager_reference_key = m.email
    ) AS w
    JOIN users AS u ON u.key = w.user_key AND u.deleted_at IS NULL
    JOIN users AS m ON m.key = w.manager_key AND m.deleted_at IS NULL AND m.key <> u.key
    JOIN directory_users AS d ON d.user_key = w.user_key
    ORDER BY w.way, m.key
    """
}
