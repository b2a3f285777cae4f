import DatabaseAccess
import Import
import Records
import Store

extension ImportSession {
  /// Imports the record of a user.
  /// - Returns: the user's key.
  /// - Throws: `ValidationErrors`.
  mutating func add(user row: RecordRow, _ session: any SQLSession) throws -> Int {
    try add(InMemoryRecords(.users, [row]))
    guard faults.isEmpty else { throw faults }
    return try session.number("SELECT key FROM users WHERE id = \(row["id"].text)")
  }
}
