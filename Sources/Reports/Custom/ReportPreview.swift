package import Access
package import DatabaseAccess
package import Spreadsheets
import Statistics

/// The first rows of a report, as values: what its editor shows.
package struct ReportPreview: Sendable {
  package let titles: [String]
  package let rows: [[SpreadsheetCell]]
  /// How many rows the whole report has, counted up to `countLimit`.
  package let count: Int
  /// How many columns of groups the whole report has beyond those shown.
  package let groupsLeft: Int

  package static let rowLimit = 8
  package static let countLimit = 100_000
  /// Columns of groups that are shown: a platform may have thousands.
  package static let groupLimit = 100
  /// Among so many users the first rows are looked for; the first of all have none at times.
  private static let userLimits = [8, 500]

  /// Computes the first users alone, so that it is quick whatever the filters.
  package init(
    _ request: GeneralStatsRequest, for viewer: Viewer, repliesCount: Bool, _ session: any SQLSession
  ) throws {
    let groups = try request.groupColumns(for: viewer, session)
    groupsLeft = max(0, groups - Self.groupLimit)
    let groupLimit = groupsLeft > 0 ? Self.groupLimit : nil
    count = try request.report(for: viewer, repliesCount: repliesCount, groupLimit: 0, session)
      .expectedRows(upTo: Self.countLimit + 1, session)
    let wanted = min(count, Self.rowLimit)
    var sheet = Collected()
    for limit in Self.userLimits.map(Optional.some) + [nil] {
      let report = try request.report(
        for: viewer, repliesCount: repliesCount, amongFirst: limit, groupLimit: groupLimit, session)
      sheet = Collected()
      try report.write(to: sheet, limit: Self.rowLimit, session)
      if sheet.rows.count >= wanted { break }
    }
    titles = sheet.titles
    rows = sheet.rows
  }

  private final class Collected: SpreadsheetWriter {
    var titles: [String] = []
    var rows: [[SpreadsheetCell]] = []

    func begin(columns: [SpreadsheetColumn]) throws { titles = columns.map(\.title) }
    func row(_ cells: [SpreadsheetCell], filled: [Int]) throws { rows.append(cells) }
    func finish() throws {}
  }
}
