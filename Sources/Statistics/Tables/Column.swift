package import DatabaseAccess

/// A column of a table of statistics: what it shows, and how it is computed.
package struct Column: Sendable {
  package let key: String
  package let kind: Kind
  /// The statistic that it shows; nil for names and other cells that are not statistics.
  package let statistic: Statistic?
  /// Its title in reports, which is the same in every language; nil if no report has it.
  package let heading: String?
  /// The key of its title in the localized texts.
  package let title: String
  /// Whether pages, and files of sections, show it.
  package let isShown: Bool
  /// Whether the API returns it as part of a section.
  package let isInAPI: Bool
  /// SQL over the tables of the rows: one expression, or sum and count of a mean, where count 0 means no value. Empty
  /// if the cells are computed otherwise.
  package let expressions: [String]
  /// What it is sorted by, for text; nil for the value.
  private let sortKey: String?
  /// Whether ids, and values in lists of users, may be missing.
  package let isNullable: Bool

  package enum Kind: Sendable {
    case text, id, count, percent, progress, duration, instant, date, status, flag, names

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

  /// - Parameters:
  ///   - heading: nil for that of the statistic.
  ///   - title: nil for the column's own key.
  init(
    _ key: String, _ kind: Kind, _ statistic: Statistic? = nil, heading: String? = nil, title: String? = nil,
    sql expressions: String..., by sortKey: String? = nil, isShown: Bool = true, isInAPI: Bool = true,
    isNullable: Bool = false
  ) {
    self.key = key
    self.kind = kind
    self.statistic = statistic
    self.heading = heading ?? statistic?.heading
    self.title = title ?? key
    self.isShown = isShown
    self.isInAPI = isInAPI
    self.expressions = expressions
    self.sortKey = sortKey
    self.isNullable = isNullable
  }

  /// The number of result columns it takes.
  package var width: Int { expressions.count }

  /// Reads its cell from a row, whose result columns for it start at an index.
  package func cell(_ row: any SQLRow, at index: Int) -> Cell {
    if width == 0 { return .none }
    if width == 2 { return .mean(Fraction(row.integer(at: index), row.integer(at: index + 1))) }
    return switch kind {
    case .text, .id: .text(row.text(index))
    case .status: .status(code: row.text(index))
    case .count: row.integer(index).map { .count($0) } ?? .none
    case .percent: .score(row.integer(index))
    case .progress: .progress(row.integer(index))
    case .duration: .duration(row.integer(index))
    case .instant: .instant(row.integer(index))
    case .date: row.integer(index).map { .date($0) } ?? .none
    case .flag: row.integer(index).map { .flag($0 == 1) } ?? .none
    case .names: .none
    }
  }
}

extension Column {
  /// The sort expression; for means the quotient, which is the same for equal fractions.
  var order: String {
    if let sortKey { return sortKey }
    if width == 1 { return expressions[0] }
    return "CASE WHEN \(expressions[1]) > 0 THEN (\(expressions[0])) * 1.0 / (\(expressions[1])) END"
  }

  /// Sort expressions, in order of precedence. For means, three integers that compare like sum / count, exactly while
  /// count² < 10¹⁸: the integer part, then twice nine decimal digits.
  var exactOrder: [String] {
    if width == 1 { return [order] }
    let (sum, count) = (expressions[0], "nullif(\(expressions[1]), 0)")
    return [
      "\(sum) / \(count)", "\(sum) % \(count) * 1000000000 / \(count)",
      "\(sum) % \(count) * 1000000000 % \(count) * 1000000000 / \(count)",
    ]
  }
}

extension [Column] {
  /// The cells of the columns, starting at a result column of the row.
  func cells(_ row: any SQLRow, from first: Int) -> [Cell] {
    var index = first
    return map { column in
      defer { index += column.width }
      return column.cell(row, at: index)
    }
  }
}
