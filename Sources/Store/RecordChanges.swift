package import DatabaseAccess

/// Counts the transactions that changed anything but sessions, the audit log and the like. What was computed from a store
/// with the same number is still right.
package enum RecordChanges {
  /// Ends every write that changed rows.
  package static let advance: SQLText = """
    INSERT INTO record_changes (name, number) VALUES ('records', 1)
    ON CONFLICT (name) DO UPDATE SET number = record_changes.number + 1
    """

  /// The number of such transactions in this snapshot; nil if none was counted.
  package static func number(_ session: any SQLSession) throws -> Int? {
    try session.lookUp("SELECT number FROM record_changes WHERE name = \("records")") { $0.integer(at: 0) }
  }
}
