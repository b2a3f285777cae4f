package import Calendar
package import DatabaseAccess

/// Totals of a population by group, field, manager, time, course or session (insights.md §3).
///
/// Every number is a statistic of the catalogue: the sums per user that lists and reports show (`FactSource`) are
/// divided by time and thing where needed, and added up over users in SQL. The number of statements depends on the
/// columns, not on users or rows.
package struct Summary: Sendable {
  package let choice: SummaryChoice
  let population: Population
  let sessions: Selection.Sessions?
  /// The first and the last day of the period, as days since 1970-01-01; nil: open.
  package let days: (first: Int?, last: Int?)
  let moment: Moment
  /// The keys of the groups that are rows of the dimension *group*; nil: all.
  var groups: [Int]?

  /// The maximum number of rows or combinations.
  package static let rowLimit = 10_000

  /// - Parameter sessions: only facts that name one of them count, and only users with an enrolment in one of them.
  package init(
    _ choice: SummaryChoice, of population: Population, sessions: Selection.Sessions?,
    days: (first: Int?, last: Int?), at moment: Moment
  ) {
    self.choice = choice
    self.sessions = sessions
    self.days = days
    self.moment = moment
    var population = population
    population.sessions = sessions
    self.population = population
  }

  /// What the report's filters select.
  var selection: Selection {
    Selection(period: Period(days: days.first, days.last, in: moment.time), sessions: sessions, at: moment)
  }

  /// - Throws: `SummaryFault` for too many rows, and for an unknown custom field.
  package func table(withTotal: Bool, _ session: any SQLSession) throws -> SummaryTable {
    let parts = try SummaryParts(self, session)
    let numbers = SummaryNumbers(population, parts)
    let users = try numbers.users(session)
    let cells = try cells(numbers, users, session)
    return SummaryTable(
      dimensions: choice.dimensions, columns: choice.columns,
      rows: numbers.shownRows(users).map { .init(by: $0.members, cells: cells($0.index)) },
      total: withTotal ? try total(session) : nil)
  }

  /// The number of rows, without computing their numbers.
  package func count(_ session: any SQLSession) throws -> Int {
    let parts = try SummaryParts(self, session)
    let numbers = SummaryNumbers(population, parts)
    return numbers.shownRows(try numbers.users(session)).count
  }

  /// Calls `body` with the key of each user of the population.
  package func eachUser(_ session: any SQLSession, _ body: (Int) throws -> Void) throws {
    try session.each("SELECT u.user_key FROM user_standings AS u WHERE \(sql: population.condition)") { row in
      try body(row.integer(at: 0))
    }
  }

  /// The row of the whole population, without dimensions.
  package func total(_ session: any SQLSession) throws -> [Cell] {
    let numbers = SummaryNumbers(population, selection, parts: [])
    return try cells(numbers, numbers.users(session), session)(0)
  }

  /// The cells of a combination.
  private func cells(
    _ numbers: SummaryNumbers, _ users: [Int], _ session: any SQLSession
  ) throws -> (Int) -> [Cell] {
    let sums = try numbers.sums(Set(choice.columns.flatMap(\.sums)), session)
    return { index in choice.columns.map { $0.cell(users: users[index]) { sums[$0]?[index] ?? 0 } } }
  }
}
