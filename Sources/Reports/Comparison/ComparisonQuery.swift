package import Calendar
import Records

/// What is compared, checked: two to four groups, users or sessions over a period (insights.md §5).
package struct ComparisonQuery: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case group, user, session
  }

  package let kind: Kind
  /// In the order of the address; for sessions `program:ID` or `path:ID`. A page may begin with fewer than two.
  package let ids: [String]
  package let period: ComparedPeriod
  let conditions: [String]
  let moment: Moment

  /// How many may be compared.
  package static let size = 2...4

  /// - Parameters:
  ///   - ids: those of each kind; only one of the lists may be filled.
  ///   - kind: of a page on which nothing may be chosen yet; nil: that of the ids.
  ///   - period: as `from` and `to`, those of `ComparedPeriod`.
  /// - Throws: `BadFilter`.
  package init(
    _ ids: [Kind: [String]], kind: Kind? = nil, period: RelativePeriod?, from: String?, to: String?,
    conditions: [String], at moment: Moment
  ) throws {
    let given = Kind.allCases.filter { ids[$0]?.isEmpty == false }
    if given.count > 1 {
      throw BadFilter(
        name: given[1].rawValue, reason: "cannot be combined with \(given[0].rawValue); compare things of one kind")
    }
    if let kind, let first = given.first, first != kind {
      throw BadFilter(name: first.rawValue, reason: "cannot be combined with kind=\(kind.rawValue)")
    }
    self.kind = given.first ?? kind ?? .group
    self.ids = ids[self.kind] ?? []
    self.conditions = conditions
    self.moment = moment
    let name = self.kind.rawValue
    if self.ids.count > Self.size.upperBound {
      throw BadFilter(name: name, reason: "may be given at most \(Self.size.upperBound) times, not \(self.ids.count)")
    }
    if Set(ids: self.ids).count < self.ids.count { throw BadFilter(name: name, reason: "names the same one twice") }
    self.period = try ComparedPeriod(period, from: from, to: to, at: moment)
  }

  /// - Throws: `BadFilter` if there are fewer than two.
  package func check() throws {
    guard Self.size.contains(ids.count) else {
      throw BadFilter(
        name: kind.rawValue,
        reason: "must be given \(Self.size.lowerBound) to \(Self.size.upperBound) times; "
          + "compare groups, users or sessions")
    }
  }

  /// What selects one of the things in a report.
  package func filters(_ id: String) -> ReportFilters {
    var filters = ReportFilters()
    switch kind {
    case .group: (filters.groups, filters.subgroups) = ([id], true)
    case .user: filters.users = [id]
    case .session: filters.sessions = [id]
    }
    filters.conditions = conditions.isEmpty ? nil : conditions
    return filters
  }
}
