package import DatabaseAccess

/// The log of who looked at or downloaded whose statistics, and who changed whose account. Entries are only ever added.
package enum Audit {
  /// - Parameters:
  ///   - action: `user.view`, `users.download` and the like.
  ///   - viewer: nil: the server did it by itself, or somebody on its machine by a command.
  ///   - subject: key of the user whose statistics were looked at; nil for a list.
  ///   - filters: as in the address.
  ///   - rows: how many users were in it.
  package static func note(
    _ action: String, by viewer: Viewer?, subject: Int? = nil, filters: String = "", rows: Int? = nil, at now: Int,
    _ session: any SQLSession
  ) throws {
    try session.run(
      """
      INSERT INTO audit_log (at, viewer_key, action, subject_key, filters, row_count)
      VALUES (\(now), \(viewer?.key), \(action), \(subject), \(filters), \(rows))
      """)
  }
}
