package import DatabaseAccess
import Spreadsheets
package import Statistics
import Support

extension Report {
  /// Totals by group, time or another dimension.
  /// - Parameter hasTotal: whether the last row is the total of the whole population.
  /// - Throws: `BadFilter`.
  package static func summary(_ summary: Summary, hasTotal: Bool, _ session: any SQLSession) throws -> Report {
    let headings = try BadFilter.of { try summary.choice.headings(session) }
    let columns =
      headings.map { heading in
        ReportColumn(title: heading.title, width: heading.isDate ? .date : .text, key: heading.key) { _ in .empty }
      }
      + summary.choice.columns.map { column in
        ReportColumn(
          title: column.heading, width: .init(Column.Kind(column.statistic.unit)), key: column.rawValue
        ) { _ in .empty }
      }
    var report = Report(columns: columns, select: "", attachments: RowLookups(), statementWidth: 0)
    report.summary = SummaryRows(summary: summary, hasTotal: hasTotal)
    return report
  }
}

/// The rows of a *Summary* in a file. They are few, and computed before the first is written.
struct SummaryRows: Sendable {
  let summary: Summary
  let hasTotal: Bool

  private static let usersAtOnce = 500

  func count(_ session: any SQLSession) throws -> Int {
    try BadFilter.of { try summary.count(session) } + (hasTotal ? 1 : 0)
  }

  /// - Parameter onUsers: called with the keys of the users that the rows are about, in batches.
  /// - Returns: the number of rows.
  func write(
    _ columns: [ReportColumn], to writer: any SpreadsheetWriter, _ session: any SQLSession,
    onUsers: ([Int]) throws -> Void
  ) throws -> Int {
    let json = writer as? JSONRowsWriter
    let isDocument = json?.form == .document
    let table = try BadFilter.of { try summary.table(withTotal: hasTotal || isDocument, session) }
    if let json {
      try write(table, to: json)
    } else {
      try writer.begin(columns: columns.map { SpreadsheetColumn($0.title, width: $0.width, key: $0.key) })
      for cells in Self.cells(table.rows) + Self.total(table) { try writer.row(cells, filled: Array(cells.indices)) }
      try writer.finish()
    }
    var users: [Int] = []
    try summary.eachUser(session) { user in
      users.append(user)
      if users.count == Self.usersAtOnce {
        try onUsers(users)
        users.removeAll(keepingCapacity: true)
      }
    }
    try onUsers(users)
    return table.rows.count + (hasTotal && !isDocument ? 1 : 0)
  }

  static func cells(_ rows: some Sequence<SummaryTable.Row>) -> [[SpreadsheetCell]] {
    rows.map { row in (row.by.map(\.name) + row.cells).map { SpreadsheetCell($0) } }
  }

  /// The cells of the total; the first is its name.
  private static func total(_ table: SummaryTable) -> [[SpreadsheetCell]] {
    guard let total = table.total else { return [] }
    let name = table.dimensions.indices.map { $0 == 0 ? SpreadsheetCell.text(totalName) : .empty }
    return [name + total.map { SpreadsheetCell($0) }]
  }

  private static let totalName = "Total"

  /// Rows with the array `by` before the numbers; the total is a member of the document, or the last line, with an
  /// empty `by`.
  private func write(_ table: SummaryTable, to writer: JSONRowsWriter) throws {
    try writer.begin(columns: [])
    for row in table.rows {
      try writer.object(Self.json(row.by, table.dimensions, Self.json(table.columns, row.cells)))
    }
    let total = table.total.map { Self.json(table.columns, $0) }
    if writer.form == .document {
      try writer.finish(adding: total.map { ",\"total\":{\($0)}" } ?? "")
    } else {
      if let total { try writer.object("{\"by\":[],\(total)}") }
      try writer.finish()
    }
  }

  private static func json(
    _ members: [SummaryMember], _ dimensions: [SummaryDimension], _ numbers: String
  ) -> String {
    let by = zip(dimensions, members).map { dimension, member -> String in
      let id = member.id.map { JSONText.quoted($0) } ?? "null"
      let name = JSONRowsWriter.text(SpreadsheetCell(member.name))
      return "{\"key\":\(JSONText.quoted(dimension.key)),\"id\":\(id),\"name\":\(name)}"
    }.joined(separator: ",")
    return "{\"by\":[\(by)],\(numbers)}"
  }

  private static func json(_ columns: [SummaryColumn], _ cells: [Cell]) -> String {
    zip(columns, cells).map { column, cell -> String in
      "\(JSONText.quoted(column.rawValue)):\(JSONRowsWriter.text(SpreadsheetCell(cell)))"
    }.joined(separator: ",")
  }
}
