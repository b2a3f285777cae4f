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

  package struct Column: Sendable {
    package let key: String
    package let kind: Kind
    /// The key of the title in the localized texts.
    package let title: String
    /// Whether pages and files show it.
    package let isShown: Bool
    /// Whether the API returns it.
    package let isInAPI: Bool
    /// The statistic that it shows; nil for names and other cells that are not statistics.
    package let statistic: Statistic?

    init(
      _ key: String, _ kind: Kind, _ statistic: Statistic? = nil, title: String? = nil, isShown: Bool = true,
      isInAPI: Bool = true
    ) {
      self.key = key
      self.kind = kind
      self.title = title ?? key
      self.isShown = isShown
      self.isInAPI = isInAPI
      self.statistic = statistic
    }
  }

  package enum Kind: Sendable {
    case text, id, count, percent, progress, duration, instant, status, flag

    /// The kind of a column of numbers of this unit.
    package init(_ unit: StatisticUnit) {
      self =
        switch unit {
        case .duration: .duration
        case .instant: .instant
        case .percent, .score: .percent
        case .count, .names, .status: .count
        }
    }
  }

  package struct Row: Sendable {
    /// Breaks ties between rows of equal value, before the id.
    package let name: String
    package let id: String
    package let cells: [Cell]
  }

  package enum Cell: Sendable, Equatable {
    case none
    case text(String)
    case count(Int)
    /// Exact mean in hundredths.
    case percent(Fraction)
    /// Hundredths; pages round down, so that 100 means done.
    case progress(Int)
    case duration(Int)
    case instant(Int)
    /// Days since 1970-01-01.
    case date(Int)
    case status(Status)
    case flag(Bool)

    static func status(code: String?) -> Cell { code.flatMap(Status.init).map { .status($0) } ?? .none }
    static func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .none }
    static func instant(_ value: Int?) -> Cell { value.map { .instant($0) } ?? .none }
    static func progress(_ value: Int?) -> Cell { value.map { .progress($0) } ?? .none }
    static func score(_ value: Int?) -> Cell { value.map { .percent(Fraction($0, 1)) } ?? .none }
    static func mean(_ value: Fraction) -> Cell { value.denominator > 0 ? .percent(value) : .none }

    init(_ value: StatisticValue) {
      self =
        switch value {
        case .count(let count): .count(count)
        case .mean(let mean): .mean(mean)
        case .duration(let seconds): .duration(seconds)
        case .instant(let seconds): .instant(seconds)
        }
    }
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
  /// completely; long ones sort in SQL (`SectionStatement`), in the same order.
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
