package import Access
package import Calendar
package import DatabaseAccess
package import Statistics

/// The checked filters of the overview and its lists: groups, subgroups, and conditions on custom fields.
package struct OverviewQuery: Sendable {
  package let filters: ReportFilters

  package init(groups: [String], subgroups: Bool?, conditions: [String]) {
    var filters = ReportFilters()
    filters.groups = groups
    filters.subgroups = subgroups
    filters.conditions = conditions.isEmpty ? nil : conditions
    self.filters = filters
  }

  package var conditions: [String] { filters.conditions ?? [] }
  package var isFiltered: Bool { !filters.groups.isEmpty || filters.hasConditions }

  /// The users: those of the viewer who are not deleted, narrowed by the filters.
  /// - Throws: `BadFilter` for a condition on anything but a custom field.
  package func population(
    for viewer: Viewer, at moment: Moment, _ session: any SQLSession
  ) throws -> Population {
    var population = try ReportQuery.population(filters, for: viewer, session)
    let columns = try ConditionColumn.customFields(session)
    // Custom fields are of the user: no condition is left to a statement of rows.
    _ = try population.narrow(by: try Condition.all(conditions, among: columns, at: moment), session)
    return population
  }

  /// A list of what needs attention now.
  /// - Throws: `BadFilter`.
  package func list(
    _ kind: AttentionKind, for viewer: Viewer, at moment: Moment, _ session: any SQLSession
  ) throws -> AttentionList {
    AttentionList(kind, of: try population(for: viewer, at: moment, session), at: moment)
  }
}
