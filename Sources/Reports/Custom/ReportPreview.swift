package import Access
package import DatabaseAccess
package import Spreadsheets
import Statistics

/// The first rows of a report, as values, for its editor.
package struct ReportPreview: Sendable {
  package let titles: [String]
  package let rows: [[SpreadsheetCell]]
  /// The number of rows in the whole report, counted up to `countLimit` + 1.
  package let count: Int
  /// The number of group columns in the whole report that are not shown.
  package let groupsLeft: Int

  package static let rowLimit = 8
  /// The maximum number of rows of a *Summary*, in addition to its total.
  package static let summaryLimit = 100
  package static let countLimit = 100_000
  /// The maximum number of group columns shown: a platform may have thousands.
  package static let groupLimit = 100
  /// The first rows are looked for among this many users, then among all: the first users may have no rows.
  private static let userLimits = [8, 500]

  /// Computes only the first users, so that it is fast with any filters.
  package init(
    _ request: ReportQuery, for viewer: Viewer, repliesCount: Bool, _ session: any SQLSession
  ) throws {
    if let summary = try request.summary(for: viewer, session) {
      let report = try Report.summary(summary, hasTotal: true, session)
      let cells = try BadFilter.of { SummaryRows.cells(try summary.table(withTotal: true, session)) }
      titles = report.columns.map(\.title)
      // The total is the last row.
      rows = cells.dropLast().prefix(Self.summaryLimit) + cells.suffix(1)
      (count, groupsLeft) = (cells.count - 1, 0)
      return
    }
    let groups = try request.groupColumns(for: viewer, session)
    groupsLeft = max(0, groups - Self.groupLimit)
    let groupLimit = groupsLeft > 0 ? Self.groupLimit : nil
    count = try request.report(for: viewer, repliesCount: repliesCount, groupLimit: 0, session)
      .expectedRows(upTo: Self.countLimit + 1, session)
    let wanted = min(count, Self.rowLimit)
    var sheet = CollectedRows()
    for limit in Self.userLimits.map(Optional.some) + [nil] {
      let report = try request.report(
        for: viewer, repliesCount: repliesCount, amongFirst: limit, groupLimit: groupLimit, session)
      sheet = CollectedRows()
      try report.write(to: sheet, limit: Self.rowLimit, session)
      if sheet.rows.count >= wanted { break }
    }
    titles = sheet.titles
    rows = sheet.rows
  }
}

/// Keeps the rows of a report in memory.
final class CollectedRows: SpreadsheetWriter {
  private(set) var titles: [String] = []
  private(set) var rows: [[SpreadsheetCell]] = []

  func begin(columns: [SpreadsheetColumn]) throws { titles = columns.map(\.title) }
  func row(_ cells: [SpreadsheetCell], filled: [Int]) throws { rows.append(cells) }
  func finish() throws {}
}
