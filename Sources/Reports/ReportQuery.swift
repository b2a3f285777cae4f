package import Access
import Calendar
package import DatabaseAccess
import Records
package import Spreadsheets
package import Statistics
import Support

/// The checked filters and columns of a custom report, *General stats* or another type, from a URL or a command.
package struct ReportQuery: Sendable {
  private let groups: [String]
  private let includesSubgroups: Bool
  let users: [String]
  private let sessions: (programs: [String], paths: [String])?
  private let period: Period
  private let days: Days
  private let fields: [String]?
  private let columns: [String]?
  let kind: CustomReport.Kind
  private let conditions: [String]
  let time: LocalTime
  let now: Int
  /// The dimensions and columns of a *Summary*; nil for other types.
  let choice: SummaryChoice?
  private let hasTotal: Bool

  /// - Parameters:
  ///   - subgroups: whether a group includes those below it.
  ///   - sessions: `program:ID` or `path:ID` each.
  ///   - from: a date, inclusive, in the platform's time zone; `to` likewise.
  ///   - fields: ids of custom fields; nil for all.
  ///   - columns: keys of columns, in order; nil for the default columns.
  ///   - by: keys of the dimensions of a *Summary*.
  ///   - hasTotal: whether the file of a *Summary* ends with the total.
  ///   - conditions: see `Condition`; checked when the report is read, since they may name custom fields.
  ///   - now: the instant at which statuses are evaluated.
  /// - Throws: `BadFilter`.
  package init(
    groups: [String] = [], subgroups: Bool = false, users: [String] = [], sessions: [String] = [], from: String? = nil,
    to: String? = nil, fields: [String]? = nil, columns: [String]? = nil, by: [String] = [], hasTotal: Bool = false,
    conditions: [String] = [], _ style: SpreadsheetStyle,
    _ kind: CustomReport.Kind = .generalStats, now: Int = 0
  ) throws {
    self.kind = kind
    self.now = now
    self.groups = groups
    self.conditions = conditions
    includesSubgroups = subgroups
    time = style.time
    self.users = users
    self.fields = fields
    self.columns = columns
    self.sessions = try Self.sessions(sessions)
    self.hasTotal = hasTotal
    days = try Days(from: ("from", from), to: ("to", to))
    period = Period(
      from: days.first.map { style.time.start(ofDay: $0) }, to: days.last.map { style.time.start(ofDay: $0 + 1) })
    let type = kind.type
    let given = [
      ("session", !sessions.isEmpty, type.filters.contains(.session)),
      ("from", from != nil, type.filters.contains(.date)),
      ("to", to != nil, type.filters.contains(.date)), ("by", !by.isEmpty, type.isSummary),
      ("total", hasTotal, type.isSummary), ("field", fields != nil, !type.isSummary),
    ]
    if let idle = given.first(where: { _, isThere, isKnown in isThere && !isKnown }) {
      throw BadFilter(name: idle.0, reason: "has no meaning for \(kind.rawValue)")
    }
    if let unknown = columns?.first(where: { !type.columns.contains($0) }) {
      let nearest = closestMatch(to: unknown, in: type.columns).map { "; did you mean \($0)?" } ?? ""
      throw BadFilter(
        name: "column", reason: "\(unknown) is not one of \(type.columns.joined(separator: ", "))\(nearest)")
    }
    choice = type.isSummary ? try BadFilter.of { try SummaryChoice(by: by, columns: columns) } : nil
  }

  /// `program:ID` or `path:ID`.
  private static func sessions(_ texts: [String]) throws -> (programs: [String], paths: [String])? {
    if texts.isEmpty { return nil }
    var result: (programs: [String], paths: [String]) = ([], [])
    for text in texts {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      switch parts.first {
      case "program" where parts.count == 2: result.programs.append(parts[1])
      case "path" where parts.count == 2: result.paths.append(parts[1])
      default: throw BadFilter(name: "session", reason: "must be program:ID or path:ID")
      }
    }
    return result
  }

  /// - Parameters:
  ///   - users: limits the report to the first users that the filters select; nil for all.
  ///   - groupLimit: the maximum number of group columns, by name; nil for all.
  package func report(
    for viewer: Viewer, repliesCount: Bool, amongFirst users: Int? = nil, groupLimit: Int? = nil,
    _ session: any SQLSession
  ) throws -> Report {
    var filter = try filter(for: viewer, session)
    filter.groupLimit = groupLimit
    filter.repliesCount = repliesCount
    if let users {
      var population = filter.population
      population.sessions = filter.sessions
      // An empty list of users would mean all users.
      let first = try population.first(users, session)
      filter.population.users = first.isEmpty ? [""] : first
    }
    if let choice { return try .summary(summary(choice, filter, session), hasTotal: hasTotal, session) }
    return try .custom(kind, filter, session)
  }

  /// Its conditions are on users' rows of *General stats* with the same filters.
  private func summary(
    _ choice: SummaryChoice, _ filter: Report.Filter, _ session: any SQLSession
  ) throws -> Summary {
    var population = filter.population
    population.sessions = filter.sessions
    try population.select(byRows: filter.conditions, over: filter.selection, session)
    population.sessions = nil
    return Summary(choice, of: population, sessions: filter.sessions, days: (days.first, days.last), time)
  }

  /// The *Summary*; nil for other types.
  package func summary(for viewer: Viewer, _ session: any SQLSession) throws -> Summary? {
    guard let choice else { return nil }
    return try summary(choice, try filter(for: viewer, session), session)
  }

  package func filter(for viewer: Viewer, _ session: any SQLSession) throws -> Report.Filter {
    var population = Population(kind.scope(of: viewer))
    population.groups = groups
    population.includesSubgroups = includesSubgroups
    // An empty list would mean all users; no user has an empty id.
    let seen = users.isEmpty ? [] : try population.scope.among(users, session).sorted()
    population.users = !users.isEmpty && seen.isEmpty ? [""] : seen
    var filter = Report.Filter(population)
    filter.now = now
    filter.period = period
    filter.fields = fields
    filter.columns = columns
    filter.conditions = try conditions(for: viewer, session)
    filter.sessions = try sessions.map { try Self.found($0, session) }
    return filter
  }

  /// The filters of a list of entities, which adds its own scope.
  /// - Throws: `BadFilter`.
  static func population(
    _ filters: ReportFilters, for viewer: Viewer, _ session: any SQLSession
  ) throws -> Population {
    var population = Population(.theirUsers(of: viewer))
    population.groups = filters.groups
    population.includesSubgroups = filters.subgroups ?? false
    population.users = filters.users
    population.sessions = try sessions(filters.sessions).map { try found($0, session) }
    return population
  }

  private static func found(
    _ sessions: (programs: [String], paths: [String]), _ session: any SQLSession
  ) throws -> Selection.Sessions {
    Selection.Sessions(
      programs: try keys("program_sessions", sessions.programs, session),
      paths: try keys("path_sessions", sessions.paths, session))
  }

  /// Its conditions, read.
  /// - Throws: `BadFilter`.
  package func conditions(for viewer: Viewer, _ session: any SQLSession) throws -> [Condition] {
    guard !conditions.isEmpty else { return [] }
    return try Condition.all(
      conditions, among: try ConditionColumn.all(kind, for: viewer, session), time, now: now)
  }

  /// The number of group columns in the file.
  func groupColumns(for viewer: Viewer, _ session: any SQLSession) throws -> Int {
    guard (columns ?? kind.type.usualColumns).contains("groups") else { return 0 }
    return try GroupColumn.count(for: kind.scope(of: viewer), session)
  }

  private static func keys(_ table: String, _ ids: [String], _ session: any SQLSession) throws -> [Int] {
    try session.all("SELECT key FROM \(raw: table) WHERE id \(anyOf: ids)") { $0.integer(at: 0) }
  }
}
