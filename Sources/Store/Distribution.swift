package import DatabaseAccess

/// Shards a store over the nodes of a Citus cluster according to `Placement`.
package enum Distribution {
  /// Distributes the tables that are still local: those of a new store, of a store that was on one server before, and
  /// new tables of a later version. Does nothing if the extension `citus` is not installed.
  package static func spread(_ database: some SQLDatabase) async throws {
    guard database.dialect.traits.contains(.supportsSharding) else { return }
    let isNeeded = try await database.read { session -> Bool in
      guard try isCluster(session) else { return false }
      let tables = try missing(session)
      if tables.everywhere.isEmpty, tables.byUser.isEmpty { return false }
      guard try hasCoordinator(session) else { throw StorageError.unavailable(noCoordinator) }
      return true
    }
    if isNeeded { try await database.write { try spread($0) } }
  }

  private static func spread(_ session: any SQLSession) throws {
    let tables = try missing(session)
    for table in tables.everywhere { try session.run("SELECT create_reference_table(\(table))") }
    for table in tables.byUser {
      let neighbour = table == Placement.byUser.tables[0] ? "none" : Placement.byUser.tables[0]
      try session.run(
        "SELECT create_distributed_table(\(table), \(Placement.userColumn), colocate_with => \(neighbour))")
    }
  }

  /// Whether the database is part of a Citus cluster.
  package static func isCluster(_ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM pg_extension WHERE extname = 'citus'") > 0
  }

  private static func missing(_ session: any SQLSession) throws -> (everywhere: [String], byUser: [String]) {
    let spread = Set(
      try session.all(
        """
        SELECT c.relname FROM pg_dist_partition AS p JOIN pg_class AS c ON c.oid = p.logicalrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND (p.partmethod = 'h' OR p.repmodel = 't')
        """
      ) { $0.text(at: 0) })
    return (
      Placement.everywhere.tables.filter { !spread.contains($0) },
      Placement.byUser.tables.filter { !spread.contains($0) }
    )
  }

  /// Reference tables must be on the coordinator too, where they are joined with its local tables.
  private static func hasCoordinator(_ session: any SQLSession) throws -> Bool {
    try session.number("SELECT count(*) FROM pg_dist_node WHERE groupid = 0") > 0
  }

  private static let noCoordinator = """
    The Citus cluster has no coordinator. Run: SELECT citus_set_coordinator_host('address', port)
    """
}
