package import Access
package import Calendar
package import DatabaseAccess
package import Statistics

// Conditions on the users of an entity's page and of a team.

extension ConditionColumn {
  /// The columns of a roster. Authors and instructors see some users on their own pages only: unless they see everybody,
  /// they may test no more than the page shows.
  package static func all(
    _ roster: Roster, of kind: EntityKind, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [ConditionColumn] {
    let shown = Roster.people.compactMap { person($0.key) } + roster.columns.map { row($0, Status.ofPathSession) }
    let mayBeOthers = !viewer.roles.seesEverybody && viewer.roles.ownsPages(of: kind)
    return mayBeOthers ? shown : unique(shown + (try ofEveryList(session)))
  }

  /// The columns of a team. All of its users are the viewer's.
  package static func ofTeam(_ session: any SQLSession) throws -> [ConditionColumn] {
    let names = Roster.people.compactMap { person($0.key) }
    return unique(names + Team.stored.compactMap(statistical) + (try ofEveryList(session)))
  }
}

extension Roster {
  /// Narrows the rows by conditions on its columns and users.
  package mutating func narrow(by conditions: [Condition], _ session: any SQLSession) throws {
    let tests = try population.narrow(by: conditions, session).compactMap { condition in
      try columns.first { $0.key == condition.column.key }.map { try condition.sql(ConditionValue($0), session) }
    }
    condition = ([condition] + tests).joined(separator: " AND ")
  }
}

extension Team {
  /// The direct reports of a manager who are visible to the viewer and satisfy the conditions.
  /// - Parameter now: the instant whose day is `today`.
  /// - Throws: `BadFilter`.
  package static func population(
    of manager: Subject, for viewer: Viewer, where texts: [String], _ time: LocalTime, now: Int,
    _ session: any SQLSession
  ) throws -> Population {
    var population = population(of: manager, for: viewer)
    let columns = texts.isEmpty ? [] : try ConditionColumn.ofTeam(session)
    try population.narrow(byRows: try Condition.all(texts, among: columns, time, now: now), session)
    return population
  }
}
