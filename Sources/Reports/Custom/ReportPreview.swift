package import Access
package import DatabaseAccess
package import Spreadsheets
import Statistics

/// The first rows of a report, as values: what its editor shows.
package struct ReportPreview: Sendable {
  package let titles: [String]
  package let rows: [[SpreadsheetCell]]
  /// How many rows the whole report has.
  package let count: Int

  package static let rowLimit = 8

  /// Computes the first users alone, so that it is quick whatever the filters.
  package init(_ request: GeneralStatsRequest, for viewer: Viewer, _ session: any SQLSession) throws {
    var filter = try request.filter(for: viewer, session)
    filter.population.sessions = filter.sessions
    let condition = filter.population.condition
    count = try session.number("SELECT count(*) FROM user_standings AS u WHERE \(sql: condition)")
    let first = try session.all(
      """
      SELECT u.id FROM user_standings AS u WHERE \(sql: condition)
      ORDER BY u.last_name_key, u.first_name_key, u.id LIMIT \(Self.rowLimit)
      """
    ) { $0.text(at: 0) }
    // An empty list of users would be no filter at all.
    filter.population.users = first.isEmpty ? [""] : first
    let sheet = Collected()
    try Report.generalStats(filter, session).write(to: sheet, session)
    titles = sheet.titles
    rows = sheet.rows
  }

  private final class Collected: SpreadsheetWriter {
    var titles: [String] = []
    var rows: [[SpreadsheetCell]] = []

    func begin(columns: [SpreadsheetColumn]) throws { titles = columns.map(\.title) }
    func row(_ cells: [SpreadsheetCell]) throws { rows.append(cells) }
    func finish() throws {}
  }
}
