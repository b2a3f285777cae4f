package import Access
package import DatabaseAccess
package import Spreadsheets
package import Statistics

/// The first rows of a report, as values, for its editor.
package struct ReportPreview: Sendable {
  package let titles: [String]
  package let rows: [[SpreadsheetCell]]
  /// All rows of a *Summary*, exact, with the total; nil for other types.
  package let table: SummaryTable?
  /// The reports behind its cells; nil if none may be shown.
  package let links: SummaryLinks?
  /// The number of rows in the whole report, counted up to `countLimit` + 1.
  package let count: Int
  /// The number of group columns in the whole report that are not shown.
  package let groupsLeft: Int

  package static let rowLimit = 8
  /// The maximum number of rows of a *Summary*.
  package static let summaryLimit = 200
  package static let countLimit = 100_000
  /// The maximum number of group columns shown: a platform may have thousands.
  package static let groupLimit = 100
  /// The first rows are looked for among this many users, then among all: the first users may have no rows.
  private static let userLimits = [8, 500]

  /// Computes only the first users, so that it is fast with any filters.
  /// - Parameter choice: what the request was made from, if the viewer may see all of it in the addresses of links.
  package init(
    _ request: ReportQuery, of choice: ReportFilters?, for viewer: Viewer, repliesCount: Bool,
    _ session: any SQLSession
  ) throws {
    if let summary = try request.summary(for: viewer, session) {
      let found = try BadFilter.of { try summary.table(withTotal: true, session) }
      titles = try Report.summary(summary, hasTotal: true, session).columns.map(\.title)
      table = found
      rows = SummaryRows.cells(found.rows.prefix(Self.summaryLimit))
      (count, groupsLeft) = (found.rows.count, 0)
      links = try choice.map { try SummaryLinks($0, summary, found, for: viewer, request, session) }
      return
    }
    (table, links) = (nil, nil)
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
