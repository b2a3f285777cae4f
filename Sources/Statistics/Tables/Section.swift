import Records

/// A table of statistics: its columns and rows of one kind. The source of pages, files and API responses.
package struct Section: Sendable {
  /// `certificates`, `paths` …, as in the API.
  package let id: String
  package let columns: [Column]
  /// All rows, or those of one page.
  package private(set) var rows: [Row]
  /// The total number of rows.
  package let count: Int
  /// The number of rows before the first of `rows`.
  package let first: Int

  package struct Row: Sendable {
    /// Breaks ties between rows of equal value, before the id.
    package let name: String
    package let id: String
    package let cells: [Cell]
  }

  /// - Parameters:
  ///   - count: the total number of rows; nil if `rows` is complete.
  ///   - first: the number of rows before these.
  package init(_ id: String, _ columns: [Column], _ rows: [Row], count: Int? = nil, first: Int = 0) {
    self.id = id
    self.columns = columns
    self.rows = rows
    self.count = count ?? rows.count
    self.first = first
  }
}

extension Section {
  /// The row's value in a column.
  package func cell(_ key: String, of row: Row) -> Cell? {
    columns.firstIndex { $0.key == key }.map { row.cells[$0] }
  }

  /// Sorts by a column: missing values last in both directions, ties by name and id. For sections that are read
  /// completely; long ones sort in SQL (`Table`), in the same order.
  package mutating func sort(by key: String, descending: Bool) {
    guard let index = columns.firstIndex(where: { $0.key == key }) else { return }
    rows = Self.sorted(rows, descending: descending) { $0.cells[index] }
  }

  /// Sorted as the view requests; keeps all rows.
  package func sorted(_ view: SectionView) -> Section {
    var result = self
    if let sort = view.sort { result.sort(by: sort, descending: view.descending) }
    return result
  }

  /// The page that the view requests; a section that was read one page at a time is returned unchanged.
  package func page(_ view: SectionView) -> Section {
    let range = view.range(of: count)
    guard rows.count == count, range.count < count else { return self }
    return Section(id, columns, Array(rows[range]), count: count, first: range.lowerBound)
  }

  /// Sorts rows in the default order of API and pages.
  static func sorted(_ rows: [Row], descending: Bool, by cell: (Row) -> Cell) -> [Row] {
    let keyed = rows.map { (row: $0, value: SortValue(cell($0)), name: sortKey($0.name)) }
    return keyed.sorted { a, b in
      if let order = SortValue.order(a.value, b.value, descending: descending) { return order }
      return a.name == b.name ? a.row.id.comesBefore(b.row.id) : a.name.comesBefore(b.name)
    }.map(\.row)
  }
}
