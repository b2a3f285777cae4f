package import DatabaseAccess
package import Spreadsheets
import Statistics

/// A report: columns, and the statement of its rows, by user (last name, first name, id).
///
/// Rows are streamed: only some hundred are in memory at a time.
package struct Report: Sendable {
  let columns: [ReportColumn]
  /// A SELECT whose first column is the user's key; the report's columns are numbered from the next one.
  let select: SQLText
  let attachments: RowLookups
  /// The rows of a *Summary*, which are not those of a statement; nil for other reports.
  var summary: SummaryRows?

  private static let rowsAtOnce = 500

  /// Writes the first rows.
  func write(to writer: any SpreadsheetWriter, limit: Int, _ session: any SQLSession) throws {
    let first = Report(
      columns: columns, select: "\(sql: select) LIMIT \(limit)", attachments: attachments,
      statementWidth: statementWidth, source: source)
    try first.write(to: writer, session)
  }

  /// Writes all rows.
  /// - Parameter onRows: called with the users' keys after each batch of rows; may throw to stop.
  /// - Returns: the number of rows.
  @discardableResult
  package func write(
    to writer: any SpreadsheetWriter, _ session: any SQLSession, onRows: ([Int]) throws -> Void
  ) throws -> Int {
    if let summary { return try summary.write(columns, to: writer, session, onUsers: onRows) }
    var count = 0
    var waiting: [ReportRow] = []
    var cells = RowCells(columns)
    try writer.begin(columns: columns.map { SpreadsheetColumn($0.title, width: $0.width, key: $0.key) })
    func flush() throws {
      try attachments.attach(to: &waiting, session)
      for row in waiting {
        cells.fill(from: row)
        try writer.row(cells.cells, filled: cells.filled)
      }
      count += waiting.count
      try onRows(waiting.map(\.user))
      waiting.removeAll(keepingCapacity: true)
    }
    let width = statementWidth
    try session.each(select) { row in
      waiting.append(ReportRow(user: row.integer(at: 0), values: (0..<width).map { row.value($0 + 1) }))
      if waiting.count == Self.rowsAtOnce { try flush() }
    }
    try flush()
    try writer.finish()
    return count
  }

  @discardableResult
  package func write(to writer: any SpreadsheetWriter, _ session: any SQLSession) throws -> Int {
    try write(to: writer, session) { _ in }
  }

  let statementWidth: Int
  /// FROM and WHERE of its rows, without joins that only add columns; nil if it is about a single user.
  var source: SQLText?

  /// The number of rows that will be written.
  /// - Parameter limit: stops counting there, which is fast for any number of rows.
  package func expectedRows(upTo limit: Int? = nil, _ session: any SQLSession) throws -> Int {
    if let summary { return min(try summary.count(session), limit ?? Int.max) }
    guard let source else { return 1 }
    guard let limit else { return try session.number("SELECT count(*) \(sql: source)") }
    return try session.number("SELECT count(*) FROM (SELECT u.user_key \(sql: source) LIMIT \(limit)) AS c")
  }
}

/// Lists of varying length, looked up for a batch of rows instead of joined.
struct RowLookups: Sendable {
  var hasCustomValues = false
  var hasManagers = false
  /// Keys of the groups that have a column; if empty, memberships are not looked up.
  var groups: [Int] = []
  /// The instant from which the deadlines of a team are measured; nil: they are not looked up.
  var deadlinesAt: Int?

  func attach(to rows: inout [ReportRow], _ session: any SQLSession) throws {
    guard !rows.isEmpty else { return }
    // A user may have several consecutive rows.
    let places = Dictionary(grouping: rows.indices) { rows[$0].user }
    let users = Array(places.keys)
    func lookUp(_ sql: SQLText, _ add: (inout ReportRow, any SQLRow) -> Void) throws {
      try session.each(sql) { row in for place in places[row.integer(at: 0)] ?? [] { add(&rows[place], row) } }
    }
    if hasCustomValues {
      try lookUp("SELECT user_key, custom_field_key, value FROM custom_values WHERE user_key \(anyOf: users)") {
        $0.custom[$1.integer(at: 1)] = $1.text(at: 2)
      }
    }
    if !groups.isEmpty {
      try lookUp("SELECT user_key, group_key FROM memberships WHERE user_key \(anyOf: users) AND until IS NULL") {
        $0.groups.append($1.integer(at: 1))
      }
    }
    if hasManagers { try lookUp(Self.managers(of: users)) { $0.managers.append($1.text(at: 1)) } }
    if let deadlinesAt { add(try Deadlines(of: users, now: deadlinesAt, session), to: &rows) }
  }

  private static func managers(of users: [Int]) -> SQLText {
    """
    SELECT m.user_key, p.email FROM managers AS m JOIN users AS p ON p.key = m.manager_key AND p.deleted_at IS NULL
    WHERE m.user_key \(anyOf: users) AND m.until IS NULL
    """
  }

  private func add(_ deadlines: Deadlines, to rows: inout [ReportRow]) {
    for index in rows.indices {
      rows[index].endings = deadlines.endings[rows[index].user] ?? []
      rows[index].overdueSteps = deadlines.overdue[rows[index].user] ?? 0
    }
  }
}
