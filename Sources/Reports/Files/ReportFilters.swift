import Calendar
import Foundation
package import Spreadsheets
import Support

/// The filters and columns of a custom report of any type, unchecked: the content of a URL, a saved report or a job.
package struct ReportFilters: Sendable, Codable, Equatable {
  package var groups: [String] = []
  /// Whether a group includes those below it; nil in filters stored by older versions, meaning no.
  package var subgroups: Bool?
  package var users: [String] = []
  /// `program:ID` or `path:ID` each.
  package var sessions: [String] = []
  /// Days, `2026-03-01`, both inclusive.
  package var from: String?
  package var to: String?
  /// A relative period; excludes `from` and `to`.
  package var period: RelativePeriod?
  /// Ids of custom fields; nil for all.
  package var fields: [String]?
  /// Keys of statistics, in order; nil for the default columns.
  package var columns: [String]?
  /// `COLUMN:OPERATION:VALUE` each (`Condition`); nil for none.
  package var conditions: [String]?
  /// Keys of the dimensions of a *Summary*; nil in choices saved by older versions, like the next.
  package var by: [String]?
  /// Whether the last row of a *Summary* is the total.
  package var hasTotal: Bool?

  package init() {}

  package var hasConditions: Bool { conditions?.isEmpty == false }

  /// Checks the filters and resolves a relative period at an instant.
  /// - Throws: `BadFilter`.
  package func request(
    _ style: SpreadsheetStyle, now: Int, _ kind: CustomReport.Kind = .generalStats
  ) throws -> ReportQuery {
    var (from, to) = (from, to)
    if let period {
      guard from == nil, to == nil else {
        throw BadFilter(name: "period", reason: "cannot be combined with from or to; use only one of them")
      }
      let days = period.days(now: now, style.time)
      (from, to) = (Instant.dateText(days.lowerBound), Instant.dateText(days.upperBound))
    }
    return try ReportQuery(
      groups: groups, subgroups: subgroups ?? false, users: users, sessions: sessions, from: from, to: to,
      fields: fields, columns: columns, by: by ?? [], hasTotal: hasTotal ?? false, conditions: conditions ?? [], style,
      kind, now: now)
  }

  /// A copy without filters and columns that the type does not have.
  package func fitting(_ kind: CustomReport.Kind) -> ReportFilters {
    var choice = self
    if !kind.type.filters.contains(.session) { choice.sessions = [] }
    if !kind.type.filters.contains(.date) { (choice.from, choice.to, choice.period) = (nil, nil, nil) }
    if kind.type.isSummary { choice.fields = nil } else { (choice.by, choice.hasTotal) = (nil, nil) }
    choice.columns = columns.map { $0.filter(kind.type.columns.contains) }.flatMap { $0.isEmpty ? nil : $0 }
    return choice
  }

  package var text: String { get throws { try JSONText.encoded(self) } }

  package init?(text: String) {
    guard let choice = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
    self = choice
  }
}
