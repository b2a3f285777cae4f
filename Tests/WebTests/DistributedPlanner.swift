import DatabaseAccess
import Foundation
import Store
import Testing
import TestSupport

@testable import PostgresDatabase

/// Asks a Citus cluster how it would answer.
struct DistributedPlanner {
  private let connection: PostgresConnection
  private let dialect = PostgresDialect()

  init(_ cluster: TestCluster) throws {
    let patience = PostgresPatience()
    connection = try PostgresConnection(try PostgresAddress(cluster.address, patience), limit: patience.statement)
    // A sum that cannot be made of sums is an error, rather than made from all rows.
    try connection.run("SET citus.coordinator_aggregation_strategy = 'disabled'")
    // A join that moves rows is told, rather than refused.
    try connection.run("SET citus.enable_repartition_joins = on")
  }

  func plan(of statement: SQLText) throws -> DistributedPlan {
    let (sql, values) = dialect.render(statement)
    let rows = try connection.execute("EXPLAIN (FORMAT JSON, COSTS FALSE) \(sql)", values, isKept: false)
    let text = (0..<rows.count).map { rows[$0].text(at: 0) }.joined(separator: "\n")
    return try DistributedPlan(text, of: sql)
  }
}
