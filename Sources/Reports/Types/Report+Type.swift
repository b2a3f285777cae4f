package import Calendar
package import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The filters of a custom report; if all are empty, it includes everything.
  package struct Filter: Sendable {
    package var population: Population
    package var period = Period.allTime
    package var sessions: Selection.Sessions?
    /// Ids of the custom fields to include; nil for all.
    package var fields: [String]?
    /// Keys of the columns to include, in order; nil for the default columns.
    package var columns: [String]?
    /// All of them hold for every row.
    package var conditions: [Condition] = []
    /// The maximum number of group columns; nil for all.
    var groupLimit: Int?
    /// The platform setting `replies_count_as_publications`.
    package var repliesCount = true

    private let moment: Moment

    package init(_ population: Population, at moment: Moment) {
      self.population = population
      self.moment = moment
    }

    var selection: Selection { Selection(period: period, sessions: sessions, at: moment) }
  }

  /// A custom report of a type.
  package static func custom(
    _ kind: CustomReport.Kind, _ filter: Filter, _ session: any SQLSession
  ) throws -> Report {
    try ReportDraft(kind.type, filter, session).report(session)
  }

  /// General stats of many users.
  package static func generalStats(_ filter: Filter, _ session: any SQLSession) throws -> Report {
    try custom(.generalStats, filter, session)
  }
}

/// Builds a report of a type.
private struct ReportDraft {
  private let type: ReportType
  private let filter: Report.Filter
  private let population: Population
  private let chosen: [ReportType.Choice]
  private let people: [Column]
  /// For types with one row per user.
  private let totals: Totals
  /// For types with several rows per user.
  private let rows: UserRows?
  /// Conditions on the totals, which `select` joins, and FROM and WHERE with the joins that they need.
  private let tests: [SQLText]
  private let from: SQLText

  init(_ type: ReportType, _ filter: Report.Filter, _ session: any SQLSession) throws {
    self.type = type
    self.filter = filter
    var population = filter.population
    population.sessions = filter.sessions
    if case .newUsers = type.rows { population.createdIn = filter.period }
    let tested = try population.narrow(by: filter.conditions, session)
    self.population = population
    let keys = filter.columns ?? type.usualColumns
    let chosen = keys.compactMap { key in type.choices.first { $0.key == key } }
    self.chosen = chosen
    people = type.lead + type.trail + chosen.compactMap { if case .person(let field) = $0 { field } else { nil } }
    let shown = chosen.compactMap { if case .statistic(let statistic) = $0 { statistic } else { nil } }
    func counted(_ statistics: [Statistic]) -> Totals {
      Totals(statistics.map { $0.counted(repliesCount: filter.repliesCount) }, filter.selection)
    }
    totals = counted(shown + tested.statistics.filter { !shown.contains($0) })
    tests = try tested.compactMap { [totals] in try $0.test(in: totals, session) }
    if case .several(let kind) = type.rows {
      var rows = UserRows(kind, of: population, filter.selection)
      let conditions = try tested.compactMap { try $0.test(in: rows, session) }
      rows.condition = ([rows.condition] + conditions).joined(separator: " AND ")
      (self.rows, from) = (rows, rows.from)
    } else {
      rows = nil
      from = try UserStatement.source(population, tested, counted(tested.statistics), session)
    }
  }

  func report(_ session: any SQLSession) throws -> Report {
    let isGrouped = chosen.contains { $0.key == "groups" }
    let groups = isGrouped ? try GroupColumn.all(for: population.scope, limit: filter.groupLimit, session) : []
    let leading = type.lead.indices.map { people[$0].column(at: $0) }
    let trailing = type.trail.indices.map { people[type.lead.count + $0].column(at: type.lead.count + $0) }
    let fields = try CustomField.columns(filter.fields, session)
    return Report(
      columns: leading + fields + trailing + chosen.flatMap { columns(of: $0, groups.map(\.column)) },
      select: select,
      attachments: RowLookups(
        hasCustomValues: !fields.isEmpty, hasManagers: chosen.contains { $0.key == "managers" },
        groups: groups.map(\.key)),
      statementWidth: people.count + totals.width + (rows?.values.count ?? 0), source: from)
  }

  private var select: SQLText {
    let people = people.flatMap(\.expressions).joined(separator: ", ")
    if let rows {
      return """
        SELECT u.user_key, \(raw: people), \(raw: rows.values.joined(separator: ", "))
        \(sql: rows.from) ORDER BY \(sql: rows.ordering)
        """
    }
    let numbers: SQLText = totals.statistics.isEmpty ? "" : ", \(sql: totals.columns)"
    return """
      SELECT u.user_key, \(raw: people)\(sql: numbers)
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: population.keys))
      WHERE \(sql: ([population.condition] + tests).joined(separator: " AND "))
      ORDER BY u.last_name_key, u.first_name_key, u.id
      """
  }

  private func columns(of choice: ReportType.Choice, _ groups: [ReportColumn]) -> [ReportColumn] {
    switch choice {
    case .managers: [.managers]
    case .groups: groups
    case .person(let field): [field.column(at: people.lastIndex { $0.key == field.key } ?? 0)]
    case .statistic(let statistic): [column(statistic)]
    case .row(let key): [column(key)].compactMap { $0 }
    }
  }

  private func column(_ statistic: Statistic) -> ReportColumn {
    .statistic(statistic, at: people.count + totals.index(of: statistic))
  }

  private func column(_ key: String) -> ReportColumn? {
    guard let place = rows?.columns.firstIndex(where: { $0.key == key }), let rows else { return nil }
    let before = rows.columns.prefix(place).reduce(0) { $0 + $1.width }
    return .row(rows.columns[place], at: people.count + before)
  }
}
