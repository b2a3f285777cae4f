import DatabaseAccess
import Records

// Deleting a user, by a page, a directory or records, revokes the user's credentials; otherwise they would work again
// after a restore.

extension Staging {
  /// Runs before the merge of users. A changed address revokes password links, since they were sent to the old address;
  /// a deletion also revokes sessions and tokens.
  func revokeCredentials() throws {
    guard kind == .users else { return }
    let deleted: SQLText = "r.deleted_at IS NOT NULL AND t.deleted_at IS NULL"
    let ended: SQLText = "SELECT t.key FROM users AS t JOIN resolved AS r ON r.id = t.id WHERE \(sql: deleted)"
    try session.run(
      """
      DELETE FROM password_links WHERE user_key IN (
        SELECT t.key FROM users AS t JOIN resolved AS r ON r.id = t.id WHERE \(sql: deleted) OR r.email <> t.email)
      """)
    try session.run("DELETE FROM web_sessions WHERE user_key IN (\(sql: ended))")
    // Also ends sessions that are not written yet.
    try session.run(
      """
      INSERT INTO session_ends (user_key, ends) SELECT e.key, 1 FROM (\(sql: ended)) AS e WHERE true
      ON CONFLICT (user_key) DO UPDATE SET ends = session_ends.ends + 1
      """)
    try session.run(
      """
      UPDATE tokens SET revoked_at = coalesce(revoked_at, (
        SELECT r.deleted_at FROM users AS t JOIN resolved AS r ON r.id = t.id WHERE t.key = tokens.user_key))
      WHERE user_key IN (\(sql: ended))
      """)
  }
}
