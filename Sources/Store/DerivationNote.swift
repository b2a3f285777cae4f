package import DatabaseAccess
package import Records

/// Notes changes that derived records have to follow (xapi.md §4.4) and that no import makes.
package enum DerivationNote {
  /// An identity was removed.
  package static func identity(_ kind: IdentityKind, _ value: String, _ session: any SQLSession) throws {
    guard try session.hasRows("statements") else { return }
    try session.run(
      """
      INSERT INTO derivation_changes (kind, id) VALUES ('identity', \("\(kind.rawValue) \(value)"))
      ON CONFLICT DO NOTHING
      """)
  }
}
