package import Calendar
package import DatabaseAccess

extension Summary {
  /// By group, with the users of the groups below it; only some groups.
  ///
  /// - Parameters:
  ///   - keys: those of the groups, at least one.
  ///   - population: the groups that filter its users may be without those below them.
  package init(
    ofGroups keys: [Int], _ columns: [SummaryColumn], of population: Population, days: (first: Int?, last: Int?),
    at moment: Moment
  ) throws {
    let choice = try SummaryChoice(by: [SummaryDimension.group.key], columns: columns.map(\.rawValue))
    var population = population
    (population.conditions, population.groups) = (population.conditions + population.groupFilter, [])
    population.includesSubgroups = true
    self.init(choice, of: population, sessions: population.sessions, days: days, at: moment)
    groups = keys
  }

  /// As many groups at a time as a Summary may have rows: one row is that of users in none of them.
  package static func parts(of groups: [Int]) -> [[Int]] {
    stride(from: 0, to: groups.count, by: rowLimit - 1).map { Array(groups[$0...].prefix(rowLimit - 1)) }
  }

  /// The keys of the groups directly below some groups, by name; below the platform's group if there are none.
  package static func groups(below ids: [String], _ session: any SQLSession) throws -> [Int] {
    let isChosen: SQLText = ids.isEmpty ? "o.parent IS NULL" : "o.id \(anyOf: ids)"
    return try session.all(
      "SELECT g.key FROM groups AS g JOIN groups AS o ON o.id = g.parent WHERE \(sql: isChosen) ORDER BY g.name_key, g.id"
    ) { $0.integer(at: 0) }
  }
}
