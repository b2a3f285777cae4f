import DatabaseAccess
import Foundation
import Store
import Testing
import TestSupport

@testable import PostgresDatabase

/// Queries the plans of a Citus cluster.
struct DistributedPlanner {
  private let connection: PostgresConnection
  private let dialect = PostgresDialect()

  init(_ cluster: TestCluster) throws {
    let patience = PostgresTimeouts()
    connection = try PostgresConnection(try PostgresAddress(cluster.address, patience), limit: patience.statement)
    // A sum that cannot be computed from partial sums is an error, instead of being computed from all rows.
    try connection.run("SET citus.coordinator_aggregation_strategy = 'disabled'")
    // A join that moves rows is reported, not refused.
    try connection.run("SET citus.enable_repartition_joins = on")
  }

  func plan(of statement: SQLText) throws -> DistributedPlan {
    let (sql, values) = dialect.render(statement)
    let rows = try connection.execute("EXPLAIN (FORMAT JSON, COSTS FALSE) \(sql)", values, isKept: false)
    let text = (0..<rows.count).map { rows[$0].text(at: 0) }.joined(separator: "\n")
    return try DistributedPlan(text, of: sql)
  }
}
