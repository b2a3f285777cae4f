import DatabaseAccess
import Statistics

/// The statement behind a report of users: fields of the person, then statistics.
struct UserStatement {
  let people: [String]
  let totals: Totals
  let population: Population

  init(people: [String], _ totals: Totals, _ population: Population) {
    self.people = people
    self.totals = totals
    self.population = population
  }

  /// The number of columns after the user's key.
  var width: Int { people.count + totals.width }

  /// In the order last name, first name, id.
  var select: SQLText {
    let fields = people.map { "p.\($0)" }.joined(separator: ", ")
    let numbers: SQLText = totals.statistics.isEmpty ? "" : ", \(sql: totals.columns)"
    return """
      SELECT u.user_key, \(raw: fields)\(sql: numbers)
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: population.keys))
      WHERE \(sql: population.condition) ORDER BY u.last_name_key, u.first_name_key, u.id
      """
  }

  /// FROM and WHERE of the rows, without joins that only add columns.
  var source: SQLText { Self.source(population) }

  static func source(_ population: Population) -> SQLText {
    "FROM user_standings AS u WHERE \(sql: population.condition)"
  }

  /// The same, narrowed by conditions on totals.
  static func source(
    _ population: Population, _ tested: [Condition], _ totals: Totals, _ session: any SQLSession
  ) throws -> SQLText {
    let joins: SQLText = totals.statistics.isEmpty ? "" : totals.joins(users: population.keys)
    let tests = try tested.compactMap { try $0.test(in: totals, session) }
    return """
      FROM user_standings AS u\(sql: joins) WHERE \(sql: ([population.condition] + tests).joined(separator: " AND "))
      """
  }

  func column(_ statistic: Statistic) -> ReportColumn {
    .statistic(statistic, at: people.count + totals.index(of: statistic))
  }
}
