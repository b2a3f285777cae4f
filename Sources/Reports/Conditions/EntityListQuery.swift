package import Access
package import Calendar
package import DatabaseAccess
package import Statistics

/// The checked filters of a list of entities: of pages, files and the API.
package struct EntityListQuery: Sendable {
  package let kind: EntityKind
  package var search: String?
  /// The key of a column or a number; nil for the name.
  package var sort: String?
  package var descending = false
  /// Groups, subgroups, users, sessions and conditions; the rest is not used.
  package let filters: ReportFilters

  package init(_ kind: EntityKind, _ filters: ReportFilters) {
    self.kind = kind
    self.filters = filters
  }

  /// - Throws: `BadFilter`.
  package func list(for viewer: Viewer, at moment: Moment, _ session: any SQLSession) throws -> EntityList {
    var list = EntityList(kind, for: viewer, at: moment)
    list.search = search
    if let sort { list.sort = sort }
    list.descending = descending
    list.population = try ReportQuery.population(filters, for: viewer, session)
    try narrow(&list, for: viewer, session)
    return list
  }

  /// Narrows the list by the conditions.
  private func narrow(_ list: inout EntityList, for viewer: Viewer, _ session: any SQLSession) throws {
    guard let texts = filters.conditions, !texts.isEmpty else { return }
    let columns = try ConditionColumn.all(kind, for: viewer, session)
    let conditions = try Condition.all(texts, among: columns, at: list.moment)
    if kind == .group {
      try list.population.narrow(byRows: conditions, over: list.summarized, session)
    } else {
      let now = list.moment.now
      list.conditions = try conditions.map { (column: $0.column.key, sql: try $0.sql(in: kind, now: now, session)) }
    }
  }
}

extension ConditionColumn {
  /// The columns of a list of entities. Conditions of groups are on users' rows of *General stats*.
  package static func all(
    _ kind: EntityKind, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [ConditionColumn] {
    if kind == .group { return try all(CustomReport.Kind.generalStats, for: viewer, session) }
    return (kind.all + kind.tested(at: 0)).map { row($0, Status.ofSession) }
  }
}

extension Condition {
  /// The condition on a row of a list of entities.
  fileprivate func sql(in kind: EntityKind, now: Int, _ session: any SQLSession) throws -> SQLText {
    let columns = kind.all + kind.tested(at: now)
    guard let shown = columns.first(where: { $0.key == column.key }) else { return "false" }
    return try sql(ConditionValue(shown), session)
  }
}

extension EntityKind {
  /// Its columns and its numbers.
  package var all: [Column] { columns + numbers.map(\.column) }
}
