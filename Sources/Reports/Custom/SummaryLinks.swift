import Access
import Calendar
import DatabaseAccess
import Records
package import Statistics

/// The reports of other types with the rows behind the cells of a *Summary*: the same filters, narrowed to the row.
///
/// A cell has one only where the report has exactly the users and facts that the cell counts.
package struct SummaryLinks: Sendable {
  package typealias Link = (kind: CustomReport.Kind, filters: ReportFilters)

  private let choice: ReportFilters
  private let summary: Summary
  private let dimensions: [SummaryDimension]
  private let reader: SummaryConditions
  /// Whether a condition is on a statistic: it holds for other users if other facts are selected.
  private let hasStatistics: Bool
  /// Ids of the groups among the rows that the viewer may choose.
  private let groups: Set<[UInt8]>

  init(
    _ choice: ReportFilters, _ summary: Summary, _ table: SummaryTable, for viewer: Viewer, _ request: ReportQuery,
    _ session: any SQLSession
  ) throws {
    self.choice = choice
    self.summary = summary
    dimensions = table.dimensions
    reader = try SummaryConditions(table, for: viewer, request, session)
    hasStatistics = try request.conditions(for: viewer, session).contains { !$0.column.isOfUser }
    let place = table.dimensions.firstIndex(of: .group)
    let shown = Set(place.map { place in table.rows.compactMap { $0.by[place].id } } ?? [])
    groups = Set(try Choices(.groups, for: viewer).named(shown.sorted(), session).map { Array($0.id.utf8) })
  }

  /// The reports behind the cells of a row, in the order of the columns.
  /// - Parameter members: those of the row; none for the total.
  package func row(_ members: [SummaryMember], _ columns: [SummaryColumn]) -> [Link?] {
    let (users, attempts, certificates) = (
      filters(.generalStats, members), filters(.courseAttempts, members), filters(.certificates, members)
    )
    let isOfCourse = !members.isEmpty && dimensions.contains(.course)
    return columns.map { column -> Link? in
      switch column {
      case .timeSpent, .timePerUser: if let attempts { return (.courseAttempts, attempts) }
      // General stats have neither these numbers nor their users.
      case .activeUsers, .activeShare: return attempts.map { (.courseAttempts, $0) }
      case .averageScore where isOfCourse: return attempts.map { (.courseAttempts, $0) }
      case .certificates: return certificates.map { (.certificates, $0) }
      default: break
      }
      guard var users else { return nil }
      users.columns = Self.statistic(column).map { [$0.key] }
      return (.generalStats, users)
    }
  }

  /// The column of *General stats* with each user's part of the number; nil for the usual columns.
  private static func statistic(_ column: SummaryColumn) -> Statistic? {
    switch column {
    case .users: nil
    case .timeSpent, .timePerUser: .trainingTime
    default: column.statistic
    }
  }
}

// The filters of a row.

extension SummaryLinks {
  /// - Returns: nil if filters of the type cannot select the row.
  private func filters(_ kind: CustomReport.Kind, _ members: [SummaryMember]) -> ReportFilters? {
    var filters = choice
    (filters.by, filters.hasTotal, filters.columns, filters.fields) = (nil, nil, nil, nil)
    var conditions = choice.conditions ?? []
    for (place, member) in members.enumerated() {
      switch dimensions[place] {
      case .group: guard narrow(&filters, toGroup: member) else { return nil }
      case .time(let unit): narrow(&filters, to: member, unit)
      case .programSession: filters.sessions = member.id.map { ["program:\($0)"] } ?? []
      case .pathSession: filters.sessions = member.id.map { ["path:\($0)"] } ?? []
      case .course:
        guard kind == .courseAttempts, let id = member.id else { return nil }
        conditions.append("course:is:\(id)")
      case .title, .language, .manager, .custom:
        guard let condition = reader.condition(place, member) else { return nil }
        conditions.append(condition)
      }
    }
    let selectsOtherFacts =
      kind != .generalStats || filters.sessions != choice.sessions || filters.from != choice.from
      || filters.to != choice.to
    if hasStatistics && selectsOtherFacts || !reader.areSame(conditions, kind) { return nil }
    filters.conditions = conditions.isEmpty ? nil : conditions
    return filters
  }

  /// The users of one of the chosen groups are among those of all chosen groups; those of another group may not be.
  private func narrow(_ filters: inout ReportFilters, toGroup member: SummaryMember) -> Bool {
    guard let id = member.id, groups.contains(Array(id.utf8)) else { return false }
    guard choice.groups.isEmpty || choice.groups.containsID(id) else { return false }
    filters.groups = [id]
    return true
  }

  /// The days of a unit within the period.
  private func narrow(_ filters: inout ReportFilters, to member: SummaryMember, _ unit: TimeUnit) {
    guard let first = member.id.flatMap(Instant.days) else { return }
    let last = unit.firstDay(ofIndex: unit.index(ofDay: first) + 1) - 1
    filters.from = Instant.dateText(max(first, summary.days.first ?? first))
    filters.to = Instant.dateText(min(last, summary.days.last ?? last))
    filters.period = nil
  }
}
