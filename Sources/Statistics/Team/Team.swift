package import Access
package import DatabaseAccess
package import Records

/// The manager dashboard: a row for each direct report of a manager, if visible to the viewer.
package struct Team: Sendable {
  package let manager: Subject
  package private(set) var section: Section
  /// By the report's id.
  package let endings: [ID: [Deadlines.Ending]]
  package let people: [ID: Person]
  package let summary: Summary
  /// The number of direct reports who are not visible to the viewer.
  package let leftOut: Int

  /// The columns after name and email, in order.
  package static let statistics: [Statistic] = [
    .timeSpent, .lastActivity, .averageScore, .completedPrograms, .assignedPrograms, .sessionsEnding, .overdueSteps,
  ]

  /// Those stored in standings; `Deadlines` computes the others.
  package static let stored: [Statistic] = statistics.filter { $0.total != nil }

  /// - Parameters:
  ///   - narrowed: the population of a manager's team; nil for all direct reports.
  ///   - now: the instant from which deadlines are measured.
  package init(
    of id: String, for viewer: Viewer, now: Int, _ session: any SQLSession,
    narrowed: ((Subject) throws -> Population)? = nil
  ) throws {
    manager = try Self.manager(id, for: viewer, session)
    let whole = Self.population(of: manager, for: viewer)
    let population = try narrowed?(manager) ?? whole
    let rows = try Self.rows(population, session)
    let deadlines = try Deadlines(of: rows.map(\.person.key), now: now, session)
    section = Section(
      "team", Self.columns,
      rows.map { row in
        let ending = deadlines.endings[row.person.key]?.count ?? 0
        let overdue = deadlines.overdue[row.person.key] ?? 0
        let person: [Cell] = [
          .text(row.person.firstName), .text(row.person.lastName), .text(row.person.email),
        ]
        return Section.Row(
          name: Self.sortName(row.person), id: row.person.id,
          cells: person + row.values + [.count(ending), .count(overdue)])
      })
    people = Dictionary(uniqueKeysWithValues: rows.map { (ID(text: $0.person.id), $0.person) })
    endings = people.mapValues { deadlines.endings[$0.key] ?? [] }
    summary = Summary(rows.map(\.values), deadlines)
    let visible = try narrowed == nil ? rows.count : whole.count(session)
    leftOut = try Self.reports(of: manager, session) - visible
  }

  /// - Parameter key: of a column.
  package mutating func sort(by key: String, descending: Bool) { section.sort(by: key, descending: descending) }

  private static let columns: [Column] =
    [.init("first_name", .text), .init("last_name", .text), .init("email", .text, isShown: false)]
    + statistics.map { .init($0.key, .init($0.unit), $0) }

  /// Ties are by last name, then first name; NUL sorts before any character of a name.
  private static func sortName(_ person: Person) -> String { person.lastName + "\0" + person.firstName }

  private struct Row {
    let person: Person
    let values: [Cell]
  }

  private static func rows(_ population: Population, _ session: any SQLSession) throws -> [Row] {
    let totals = Totals(stored)
    return try session.all(
      """
      SELECT \(raw: Person.columns), \(sql: totals.columns)
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: population.keys))
      WHERE \(sql: population.condition) ORDER BY u.last_name_key, u.first_name_key, u.id
      """
    ) { row in
      var column = 6
      let values = totals.statistics.map { statistic in
        defer { column += statistic.width }
        return statistic.value(row, at: column)
      }
      return Row(person: Person(row, from: 0), values: values)
    }
  }
}

// Access to teams (`access.md`, *My team*).

extension Team {
  /// The direct reports of a manager who are visible to the viewer.
  package static func population(of manager: Subject, for viewer: Viewer) -> Population {
    var population = Population(.theirUsers(of: viewer))
    population.manager = manager.key
    return population
  }

  /// Managers may see their own team; viewers who see users through another role, the team of any of these users.
  /// - Throws: `AccessDenied.notFound` for an invisible user as for an unknown id; `notPermitted` if a manager requests
  ///   the team of a report.
  package static func manager(_ id: String, for viewer: Viewer, _ session: any SQLSession) throws -> Subject {
    if id == viewer.id, viewer.roles.manages { return try Subject(id: id, in: .page(of: viewer), session) }
    let subject = try Subject(id: id, in: .theirUsers(of: viewer), session)
    guard viewer.roles.seesTeams else { throw AccessDenied.notPermitted }
    return subject
  }

  /// The total number of the manager's direct reports, for any viewer.
  private static func reports(of manager: Subject, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      SELECT count(*) FROM managers AS m JOIN users AS p ON p.key = m.user_key AND p.deleted_at IS NULL
      WHERE m.manager_key = \(manager.key) AND m.until IS NULL
      """)
  }
}
