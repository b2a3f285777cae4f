import Records

/// A table of statistics: rows of one kind, and the columns that show them. Pages, files and the API are made from it.
package struct Section: Sendable {
  /// `certificates`, `paths` … as the API names it.
  package let id: String
  package let columns: [Column]
  package private(set) var rows: [Row]

  package struct Column: Sendable {
    package let key: String
    package let kind: Kind
    /// Whether pages and files show it; the API shows all.
    package let isShown: Bool

    init(_ key: String, _ kind: Kind, isShown: Bool = true) {
      self.key = key
      self.kind = kind
      self.isShown = isShown
    }
  }

  package enum Kind: Sendable {
    case text, id, count, percent, progress, duration, instant, status
  }

  package struct Row: Sendable {
    /// By which rows of equal value are told apart.
    let name: String
    package let id: String
    package let cells: [Cell]
  }

  package enum Cell: Sendable, Equatable {
    case none
    case text(String)
    case count(Int)
    /// Exact mean in hundredths.
    case percent(Fraction)
    /// Hundredths; not rounded up on pages, so that 100 means done.
    case progress(Int)
    case duration(Int)
    case instant(Int)
    /// Days since 1970-01-01.
    case date(Int)
    /// A status by its code.
    case status(String)

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

  package init(_ id: String, _ columns: [Column], _ rows: [Row]) {
    self.id = id
    self.columns = columns
    self.rows = rows
  }
}

extension Section {
  /// `tags` → `tag`: with a column's key, the key of the statistic that the column shows.
  package var singular: String { String(id.dropLast()) }

  /// Sorts by a column: no value last in both directions, ties by name and id.
  package mutating func sort(by key: String, descending: Bool) {
    guard let index = columns.firstIndex(where: { $0.key == key }) else { return }
    rows = Self.sorted(rows, descending: descending) { $0.cells[index] }
  }

  /// Sorts rows that the API and pages show unless told otherwise.
  static func sorted(_ rows: [Row], descending: Bool, by cell: (Row) -> Cell) -> [Row] {
    let keyed = rows.map { (row: $0, value: SortValue(cell($0)), name: sortKey($0.name)) }
    return keyed.sorted { a, b in
      if let order = SortValue.order(a.value, b.value, descending: descending) { return order }
      return a.name == b.name ? a.row.id.comesBefore(b.row.id) : a.name.comesBefore(b.name)
    }.map(\.row)
  }
}

/// A cell as it is compared.
private enum SortValue: Equatable {
  case none
  case text(String)
  case number(Fraction)

  init(_ cell: Section.Cell) {
    self =
      switch cell {
      case .none: .none
      case .text(let text), .status(let text): .text(sortKey(text))
      case .count(let number), .progress(let number), .duration(let number), .instant(let number), .date(let number):
        .number(Fraction(number, 1))
      case .percent(let fraction): .number(fraction)
      }
  }

  /// - Returns: whether the first comes first; nil if they are equal.
  static func order(_ a: SortValue, _ b: SortValue, descending: Bool) -> Bool? {
    switch (a, b) {
    case (.none, .none): return nil
    case (.none, _): return false
    case (_, .none): return true
    case (.text(let a), .text(let b)):
      if a.utf8.elementsEqual(b.utf8) { return nil }
      return a.comesBefore(b) != descending
    case (.number(let a), .number(let b)):
      let (left, right) = (Int128(a.numerator) * Int128(b.denominator), Int128(b.numerator) * Int128(a.denominator))
      if left == right { return nil }
      return (left < right) != descending
    default: return nil
    }
  }
}

extension String {
  /// By code point, which UTF-8 keeps; Swift's own `<` compares canonically.
  package func comesBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
