package import Access
package import DatabaseAccess
import Records
import Spreadsheets
import Statistics

extension ReportQuery {
  /// Whether a user is in the report, with its own statements: a filter is added to the population at a time, then a
  /// condition to the rows.
  /// - Throws: `BadFilter`.
  package func presence(
    of id: String, for viewer: Viewer, repliesCount: Bool, _ session: any SQLSession
  ) throws -> ReportPresence {
    var filter = try filter(for: viewer, session)
    filter.repliesCount = repliesCount
    guard let user = try AskedUser(id, in: filter.population.scope, session) else { return .notVisible }
    if user.isDeleted { return .deleted }
    if !users.isEmpty, !users.containsID(user.id) { return .notChosen }
    var population = filter.population
    guard try population.holds(user, session) else { return .notInGroups }
    population.sessions = filter.sessions
    guard try population.holds(user, session) else { return .noEnrolment }
    filter.population.users = [user.id]
    return try PresenceReader(kind: kind, filter: filter, user: user, session: session).answer {
      if let summary = try summary(for: viewer, session) {
        return try BadFilter.of { try summary.firstRow(of: user.key, session) }
      }
      return try report(for: viewer, repliesCount: repliesCount, groupLimit: 0, session).place(of: user, session)
    }
  }
}

/// Finds the first condition that keeps a user out of a report whose filters they pass.
private struct PresenceReader {
  let kind: CustomReport.Kind
  /// Of the user only.
  let filter: Report.Filter
  let user: AskedUser
  let session: any SQLSession

  /// The maximum number of rows whose values are told.
  private static let rowLimit = 20

  /// - Parameter place: the number of the user's first row; nil if a *Summary* has none.
  func answer(_ place: () throws -> Int?) throws -> ReportPresence {
    let conditions = filter.conditions
    guard try hasRows([]) else {
      let failing = try conditions.first { try $0.column.isOfUser && !holds($0) }
      return try failing.map { try refusal($0, after: []) } ?? .noRows
    }
    if try hasRows(conditions) { return try place().map { .present(row: $0) } ?? .noRows }
    let failing = try conditions.indices.first { try !hasRows(Array(conditions[...$0])) } ?? 0
    return try refusal(conditions[failing], after: Array(conditions[..<failing]))
  }

  private func refusal(_ condition: Condition, after others: [Condition]) throws -> ReportPresence {
    let values =
      condition.column.isOfRows
      ? try valuesOfRows(condition.column.key, others)
      : try condition.column.values(of: user, filter.selection, repliesCount: filter.repliesCount, session)
    return .condition(condition, values: values)
  }

  /// Whether the user has a row that satisfies the conditions.
  private func hasRows(_ conditions: [Condition]) throws -> Bool {
    if kind.type.isSummary {
      var population = filter.population
      population.sessions = filter.sessions
      try population.narrow(byRows: conditions, over: filter.selection, session)
      return try population.holds(user, session)
    }
    return try report(conditions, column: nil).expectedRows(upTo: 1, session) > 0
  }

  /// The user satisfies a condition on users.
  private func holds(_ condition: Condition) throws -> Bool {
    var population = filter.population
    _ = try population.narrow(by: [condition], session)
    return try population.holds(user, session)
  }

  private func report(_ conditions: [Condition], column: String?) throws -> Report {
    var filter = filter
    (filter.conditions, filter.columns, filter.fields) = (conditions, column.map { [$0] } ?? [], [])
    return try .custom(kind, filter, session)
  }

  /// The values of a column in the user's first rows, each once.
  private func valuesOfRows(_ key: String, _ conditions: [Condition]) throws -> [SpreadsheetCell] {
    let rows = CollectedRows()
    try report(conditions, column: key).write(to: rows, limit: Self.rowLimit, session)
    let values = rows.rows.compactMap(\.last).filter { !$0.isEmpty && $0 != .text("") }
    return values.indices.filter { !values[..<$0].contains(values[$0]) }.map { values[$0] }
  }
}

extension ConditionColumn {
  fileprivate var isOfRows: Bool { if case .row = place { true } else { false } }
}
