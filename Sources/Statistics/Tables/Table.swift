package import Access
package import Calendar
package import DatabaseAccess

/// A kind of rows that belong to users, with everything that is known about it: what its rows are, their columns, their
/// order. Read for one user it is a section of their page, for many users the rows of a report, and for a session,
/// course or tag the users on its page.
package struct Table: Sendable {
  /// `certificates`, `paths` …, as in the API.
  package let id: String
  /// In the order of pages and the API.
  package let columns: [Column]
  /// An item of FROM without its alias `f`: one row per row of the table, with `user_key`.
  let rows: @Sendable (RowFilter) -> SQLText
  /// Tables that only add columns.
  let joins: SQLText
  /// The column of `f` with the key of the course, question or tag that a row is about; nil if `rows` applies
  /// `RowFilter.entity`.
  private let entity: String?
  /// The column of `f` with the instant of a fact; nil if `rows` applies the selection, or ignores it as standings do.
  private let dated: String?
  /// The id and the name of a row; the name breaks ties between rows of equal value, before the id.
  let row: (id: String, name: String)
  /// The first sort expression; nil for that of the ties.
  let first: String?
  /// Sort expressions that make the order of a user's rows unique.
  private let ties: [String]
  /// Whether a user may have thousands of rows, so that pages read and sort them in SQL.
  private let isLong: Bool

  init(
    _ id: String, rows: @escaping @Sendable (RowFilter) -> SQLText, about entity: String? = nil, dated: String? = nil,
    joins: SQLText = "", columns: [Column], row: (id: String, name: String), order first: String? = nil,
    ties: [String], isLong: Bool = false
  ) {
    self.id = id
    self.rows = rows
    self.entity = entity
    self.dated = dated
    self.joins = joins
    self.columns = columns
    self.row = row
    self.first = first
    self.ties = ties
    self.isLong = isLong
  }

  /// A condition on `f`, which does not include that on users.
  func condition(_ filter: RowFilter) -> SQLText {
    let entity: SQLText = self.entity.flatMap { column in filter.entity.map { "f.\(raw: column) = \($0)" } } ?? "true"
    return dated.map { "\(sql: entity) AND \(sql: filter.selection.dated("f.\($0)"))" } ?? entity
  }

  /// The order of one user's rows.
  var order: String { ([first].compactMap { $0 } + ties).joined(separator: ", ") }
}

// One user's rows.

extension Table {
  /// A user's rows, sorted as the view requests. Of a long table only the rows of the page are read; others are read
  /// completely, and the caller takes the page (`Section.page`).
  package func section(
    of user: VisibleUser, _ view: SectionView = .whole, at moment: Moment, _ session: any SQLSession
  ) throws -> Section {
    try section(RowFilter(of: user, at: moment), view, session)
  }

  func section(_ filter: RowFilter, _ view: SectionView = .whole, _ session: any SQLSession) throws -> Section {
    let values = ([row.id, row.name] + columns.flatMap(\.expressions)).joined(separator: ", ")
    let source = source(filter, joins)
    let statement: SQLText = "SELECT \(raw: values) \(sql: source) ORDER BY \(raw: isLong ? order(view) : order)"
    guard isLong else { return Section(id, columns, try session.all(statement, decode)).sorted(view) }
    guard view.page != nil else { return Section(id, columns, try session.all(statement, decode)) }
    let count = try session.number("SELECT count(*) \(sql: self.source(filter))")
    let range = view.range(of: count)
    let page: SQLText = "\(sql: statement) LIMIT \(range.count) OFFSET \(range.lowerBound)"
    return Section(id, columns, try session.all(page, decode), count: count, first: range.lowerBound)
  }

  /// The value of a statistic in the first of the rows; nil if there is none.
  func value(of statistic: Statistic, _ filter: RowFilter, _ session: any SQLSession) throws -> Cell? {
    guard let column = columns.first(where: { $0.statistic == statistic }) else { return nil }
    let values = column.expressions.joined(separator: ", ")
    return try session.first("SELECT \(raw: values) \(sql: source(filter))") { column.cell($0, at: 0) }
  }

  private func source(_ filter: RowFilter, _ joins: SQLText = "") -> SQLText {
    """
    FROM \(sql: rows(filter)) AS f\(sql: joins) WHERE \(sql: filter.users("f.user_key")) AND \(sql: condition(filter))
    """
  }

  private func decode(_ row: any SQLRow) -> Section.Row {
    Section.Row(name: row.text(at: 1), id: row.text(at: 0), cells: columns.cells(row, from: 2))
  }

  /// As `Section.sort`: missing values last, ties by name and id. No expression twice: otherwise no index can provide
  /// the order.
  private func order(_ view: SectionView) -> String {
    guard let key = view.sort, let column = columns.first(where: { $0.key == key }) else { return order }
    let direction = view.descending ? "DESC" : "ASC"
    let expressions = column.exactOrder
    return (expressions.map { "\($0) \(direction) NULLS LAST" } + ties.filter { !expressions.contains($0) })
      .joined(separator: ", ")
  }
}
