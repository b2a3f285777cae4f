package import DatabaseAccess

/// A user who only stands for an actor of xAPI statements. Someone with the same address is that user: the placeholder
/// gives way to them (xapi.md §4.4).
package enum DerivedUser {
  /// - Parameter user: the alias of a row of `users`.
  package static func isPlaceholder(_ user: String) -> SQLText {
    SQLText(
      raw: """
        EXISTS (SELECT 1 FROM derived_records AS d
          WHERE d.kind = 'users' AND d.user_id = \(user).id AND d.id = \(user).id AND d.state <> 'imported')
        """)
  }
}
