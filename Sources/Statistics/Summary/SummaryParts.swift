import Calendar
import DatabaseAccess

/// Finds the values of a *Summary*'s dimensions.
struct SummaryParts {
  private let summary: Summary
  private let session: any SQLSession
  private(set) var all: [SummaryPart] = []
  /// The users of each member of the only part other than time; nil if there are several, or it is a course or session.
  private(set) var users: [Int]?
  /// The facts of the rows: with sessions as rows, those that name one of them.
  private(set) var selection: Selection

  private var population: Population { summary.population }

  /// - Throws: `SummaryFault`.
  init(_ summary: Summary, _ session: any SQLSession) throws {
    self.summary = summary
    self.session = session
    selection = summary.selection
    let dimensions = summary.choice.dimensions
    var size = 1
    for dimension in dimensions {
      let part = try part(dimension) { count in
        size *= count
        guard size > Summary.rowLimit else { return }
        throw SummaryFault.rows(size, dimensions, unit: dimensions.compactMap(\.unit).first)
      }
      all.append(part)
    }
    if dimensions.count(where: { $0.unit == nil }) > 1 { users = nil }
  }

  /// - Parameter check: receives the number of its members before they are read.
  private mutating func part(_ dimension: SummaryDimension, _ check: (Int) throws -> Void) throws -> SummaryPart {
    if let unit = dimension.unit { return try time(unit, check) }
    if let thing = dimension.thing {
      let part = try things(dimension, thing)
      try check(part.members.count)
      return part
    }
    let field = try SummaryField(of: dimension, session)
    let values = try dimension == .group ? groups : SummaryPart(dimension, [], userValues: userValues(dimension, field))
    let counts = SummaryStatement(SummaryStatement.users(population), [values], population).select(["count(*)"])
    let found = try values.containing == nil ? usersOfValues(counts) : usersOfGroups(counts, values)
    let isWhole = values.containing != nil || found.count <= Summary.rowLimit
    try check(isWhole ? found.count : try session.number("SELECT count(*) FROM (\(sql: counts)) AS c"))
    let part = values.with(try SummaryMembers(session).members(found.map(\.value), of: dimension, field))
    users = part.members.map { _ in 0 }
    for (value, count) in found { if let place = part.place(ofMember: value) { users?[place] = count } }
    return part
  }

  /// The number of users of each value; of more than there may be, one more.
  private func usersOfValues(_ counts: SQLText) throws -> [(value: SQLValue, users: Int)] {
    try session.all("\(sql: counts) LIMIT \(Summary.rowLimit + 1)") { ($0.value(0), $0.integer(at: 1)) }
  }

  private func usersOfGroups(_ counts: SQLText, _ lists: SummaryPart) throws -> [(value: SQLValue, users: Int)] {
    var users: [SQLValue: Int] = [:]
    try session.each(counts) { row in
      for group in lists.values(of: row.value(0)) { users[group, default: 0] += row.integer(at: 1) }
    }
    return users.map { ($0, $1) }
  }
}

// Users' values.

extension SummaryParts {
  private func userValues(_ dimension: SummaryDimension, _ field: SummaryField?) throws -> SQLText {
    switch dimension {
    case .manager:
      return """
        SELECT m.user_key, m.manager_key AS value FROM managers AS m
        JOIN users AS r ON r.key = m.manager_key AND r.deleted_at IS NULL WHERE m.until IS NULL
        """
    case .title: return "SELECT p.key AS user_key, nullif(p.title, '') AS value FROM users AS p"
    case .language: return "SELECT p.key AS user_key, nullif(p.language, '') AS value FROM users AS p"
    default:
      return """
        SELECT c.user_key, nullif(c.value, '') AS value FROM custom_values AS c
        WHERE c.custom_field_key = \(field?.key ?? 0)
        """
    }
  }

  /// The groups of each user by open membership, each once. With subgroups, the value of a user is the list of these
  /// groups: few lists differ, and a user counts once in a group above several of them.
  private var groups: SummaryPart {
    get throws {
      guard population.includesSubgroups else {
        return SummaryPart(
          .group, [],
          userValues: "SELECT DISTINCT m.user_key, m.group_key AS value FROM memberships AS m WHERE m.until IS NULL")
      }
      let rows: SQLText = summary.groups.map { "g.key \(anyOf: $0)" } ?? "true"
      let pairs = try session.all(GroupsBelow.pairs(rows)) { (above: $0.integer(at: 0), group: $0.integer(at: 1)) }
      let list = session.dialect.list(of: "m.group_key")
      return SummaryPart(
        .group, [],
        userValues: """
          SELECT m.user_key, \(raw: list) AS value FROM memberships AS m WHERE m.until IS NULL GROUP BY m.user_key
          """,
        containing: Dictionary(grouping: pairs, by: \.group).mapValues { $0.map(\.above) })
    }
  }
}

// Time and things.

extension SummaryParts {
  private func time(_ unit: TimeUnit, _ check: (Int) throws -> Void) throws -> SummaryPart {
    let given = summary.days
    let found = given.first == nil || given.last == nil ? try factDays() : nil
    guard let first = given.first ?? found?.lowerBound, let last = given.last ?? found?.upperBound, first <= last
    else {
      try check(0)
      return SummaryPart(.time(unit), [])
    }
    try check(TimeUnits.count(unit, first...last))
    let isOpen = (given.first == nil, given.last == nil)
    return SummaryPart(TimeUnits(unit, first...last, isOpen: isOpen, summary.moment.time))
  }

  /// The days of the earliest and the latest fact; nil without facts.
  private func factDays() throws -> ClosedRange<Int>? {
    let sources: [FactSource] = [.attempts, .courses, .results, .answers, .posts, .classrooms, .certificates]
    let selection = Selection(sessions: summary.sessions, at: summary.moment)
    let found = try sources.compactMap { source -> (Int, Int)? in
      let facts = source.sql(selection, users: population.keys, FactDivision(hasDates: true))
      let dates = SummaryStatement(facts, [], population).select(["min(s.first_at)", "max(s.last_at)"])
      return try session.first(dates) { row in row.integer(0).flatMap { first in row.integer(1).map { (first, $0) } } }
        ?? nil
    }
    guard let first = found.map(\.0).min(), let last = found.map(\.1).max() else { return nil }
    let time = summary.moment.time
    return time.day(at: first)...time.day(at: last)
  }

  private mutating func things(_ dimension: SummaryDimension, _ thing: FactDivision.Thing) throws -> SummaryPart {
    let part = SummaryPart(dimension, [])
    let relation =
      thing == .course
      ? SummaryStatement.learners(population, selection, FactDivision(thing: thing)) : enrolments(in: thing)
    let keys = try session.all(SummaryStatement(relation, [part], population).select([])) { $0.value(0) }
    if thing != .course {
      let all = keys.compactMap(\.integer)
      selection.sessions = .init(programs: thing == .programSession ? all : [], paths: thing == .pathSession ? all : [])
    }
    return SummaryPart(dimension, try SummaryMembers(session).members(keys, of: dimension, nil))
  }

  /// A SELECT of `user_key` and `thing`.
  private func enrolments(in session: FactDivision.Thing) -> SQLText {
    let column = session.column
    let chosen = session == .pathSession ? summary.sessions?.paths : summary.sessions?.programs
    let isChosen: SQLText = chosen.map { "e.\(raw: column) \(anyOf: $0)" } ?? "e.\(raw: column) IS NOT NULL"
    return "SELECT e.user_key, e.\(raw: column) AS thing FROM enrolments AS e WHERE \(sql: isChosen)"
  }
}
