import Calendar
import Records
package import Spreadsheets
package import Statistics

/// What is compared, checked: two to four groups, users or sessions over a period (insights.md §5).
package struct ComparisonQuery: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case group, user, session
  }

  package let kind: Kind
  /// In the order of the address; for sessions `program:ID` or `path:ID`. A page may begin with fewer than two.
  package let ids: [String]
  /// Days since 1970-01-01, both inclusive.
  package let days: ClosedRange<Int>
  let conditions: [String]
  let style: SpreadsheetStyle
  let now: Int

  /// How many may be compared.
  package static let size = 2...4
  package static let usualPeriod = RelativePeriod.last90Days

  /// - Parameters:
  ///   - ids: those of each kind; only one of the lists may be filled.
  ///   - kind: of a page on which nothing may be chosen yet; nil: that of the ids.
  ///   - period: excludes `from` and `to`. Without any of the three: `usualPeriod`.
  ///   - to: nil: today.
  /// - Throws: `BadFilter`.
  package init(
    _ ids: [Kind: [String]], kind: Kind? = nil, period: RelativePeriod?, from: String?, to: String?,
    conditions: [String], _ style: SpreadsheetStyle, now: Int
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
    self.style = style
    self.now = now
    let name = self.kind.rawValue
    if self.ids.count > Self.size.upperBound {
      throw BadFilter(name: name, reason: "may be given at most \(Self.size.upperBound) times, not \(self.ids.count)")
    }
    if Set(ids: self.ids).count < self.ids.count { throw BadFilter(name: name, reason: "names the same one twice") }
    days = try Self.days(period, from, to, style.time, now: now)
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

  private static func days(
    _ period: RelativePeriod?, _ from: String?, _ to: String?, _ time: LocalTime, now: Int
  ) throws -> ClosedRange<Int> {
    if from == nil, to == nil { return (period ?? usualPeriod).days(now: now, time) }
    if period != nil {
      throw BadFilter(name: "period", reason: "cannot be combined with from or to; use only one of them")
    }
    let days = try Days(from: ("from", from), to: ("to", to ?? Instant.dateText(time.day(at: now))))
    guard let first = days.first, let last = days.last else {
      throw BadFilter(name: "from", reason: "is missing; a comparison needs the first day", fault: .date)
    }
    // Years before 1 cannot be written.
    guard CivilDate(days: first - (last - first + 1)).year >= 1 else {
      throw BadFilter(name: "from", reason: "leaves no days to compare with before it; choose a later one")
    }
    return first...last
  }

  /// As many days, until the day before.
  package var previous: ClosedRange<Int> { days.lowerBound - days.count...days.lowerBound - 1 }

  /// The unit of the trend.
  package var unit: TimeUnit { days.count <= 182 ? .week : .month }

  /// The report *Summary* of one of the things over these days.
  package func filters(_ id: String, _ days: ClosedRange<Int>) -> ReportFilters {
    var filters = ReportFilters()
    switch kind {
    case .group: (filters.groups, filters.subgroups) = ([id], true)
    case .user: filters.users = [id]
    case .session: filters.sessions = [id]
    }
    (filters.from, filters.to) = (Instant.dateText(days.lowerBound), Instant.dateText(days.upperBound))
    filters.conditions = conditions.isEmpty ? nil : conditions
    filters.by = [unit.rawValue]
    filters.columns = Comparison.figures.map(\.rawValue)
    return filters
  }
}
