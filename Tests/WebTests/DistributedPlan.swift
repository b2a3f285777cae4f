import Foundation
import Store
import Testing

/// A Citus cluster's plan for a statement, from EXPLAIN as JSON.
struct DistributedPlan {
  /// Problems in the plan.
  enum Fault: String {
    case moved = "Rows are moved between nodes"
    case gathered = "Rows are gathered one by one, to be sent to the nodes"
    case summedLate = "The coordinator sums or numbers rows that no node has summed"
    case untold = "The plan of a node is not told"
  }

  /// Whether every node answers for its own users.
  private(set) var isSpread = false
  private(set) var found: [Fault] = []
  private let statement: String

  /// Describes the findings.
  var faults: [String] { found.map { "\($0.rawValue): \(statement)" } }

  private typealias Object = [String: Any]

  init(_ json: String, of statement: String) throws {
    self.statement = statement
    let plans = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Object])
    for plan in plans { read(plan["Plan"], above: []) }
  }

  /// - Parameter above: the coordinator's steps with the rows, from the outermost inwards.
  private mutating func read(_ plan: Any?, above: [String]) {
    guard let plan = plan as? Object else { return }
    if let query = plan["Distributed Query"] as? Object { read(query: query, above) }
    for inner in plan["Plans"] as? [Object] ?? [] {
      read(inner, above: above + [plan["Node Type"] as? String ?? ""])
    }
  }

  private mutating func read(query: Object, _ above: [String]) {
    // The result of a subplan is gathered on the coordinator and sent to all nodes.
    for subplan in query["Subplans"] as? [Object] ?? [] {
      for planned in subplan["PlannedStmt"] as? [Object] ?? [] { read(planned["Plan"], above: ["Subplan"]) }
    }
    guard let job = query["Job"] as? Object else { return }
    if job["Dependent Jobs"] != nil { return found.append(.moved) }
    guard let count = job["Task Count"] as? Int, count > 1 else { return }
    isSpread = true
    guard let isMuch = Self.isMuch(job) else { return found.append(.untold) }
    guard isMuch else { return }
    if above.contains("Subplan") { found.append(.gathered) }
    if !Set(above).isDisjoint(with: ["Aggregate", "Unique", "WindowAgg"]) { found.append(.summedLate) }
  }

  /// Whether each node returns a row for every row or user that it has, instead of sums over its users or a limited
  /// number of rows; all nodes do the same. Nil if the plan does not show it.
  private static func isMuch(_ job: Object) -> Bool? {
    let task = (job["Tasks"] as? [Object])?.first
    return ((task?["Remote Plan"] as? [[Object]])?.first?.first?["Plan"] as? Object).map(isMuch(plan:))
  }

  private static func isMuch(plan: Object) -> Bool {
    switch plan["Node Type"] as? String {
    case "Limit", "Unique", "SetOp": return false
    case "Aggregate", "Group":
      // Grouped by user, there are as many rows as users.
      let keys = plan["Group Key"] as? [String] ?? []
      return keys.contains { $0.hasSuffix(Placement.userColumn) }
    case "Sort", "Incremental Sort", "Subquery Scan", "Result", "Gather", "Gather Merge":
      return (plan["Plans"] as? [Object])?.first.map(isMuch(plan:)) ?? true
    default: return true
    }
  }
}
