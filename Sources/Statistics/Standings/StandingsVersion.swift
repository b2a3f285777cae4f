package import DatabaseAccess

/// The version of the definitions that a store's standings follow.
package enum StandingsVersion {
  /// Raise it whenever a stored statistic or a standing is computed differently, or a column is added to one: existing
  /// stores are then rebuilt.
  package static let current = 2

  /// Whether the standings follow this version's definitions; true if there are none.
  package static func isCurrent(_ session: any SQLSession) throws -> Bool {
    if try !session.hasRows(OverallStanding.table) { return true }
    return try session.first("SELECT version FROM standings_version") { $0.integer(at: 0) } == current
  }

  /// Until `record`, no version takes the standings for its own.
  package static func forget(_ session: any SQLSession) throws { try session.run("DELETE FROM standings_version") }

  package static func record(_ session: any SQLSession) throws {
    try forget(session)
    try session.run("INSERT INTO standings_version (version) VALUES (\(current))")
  }
}
