package import DatabaseAccess

/// A named number: its key, its family, its unit (which decides the rounding) and, for a total per user, its SQL
/// expressions. Title, definition and formula are texts of `Web` (`en.json`) under its key; the headings of files are in
/// `Reports`.
package struct Statistic: Sendable, Hashable {
  package let key: String
  package let family: Family
  package let unit: StatisticUnit
  /// How it is computed per user; nil if it is listed or computed from rows instead of summed.
  let total: Total?

  package enum Family: String, Sendable, CaseIterable {
    case users, general, report, standings, team, collaboration, tags, sessions, things, publicStatistics
  }

  /// A per-user total: SQL expressions over sources (one, or sum and count of a mean) and the columns of
  /// `user_standings` that store them for all time.
  struct Total: Sendable {
    let sources: [FactSource]
    let expressions: [String]
    let stored: [String]
  }

  init(_ key: String, _ family: Family, _ unit: StatisticUnit, total: Total? = nil) {
    self.key = key
    self.family = family
    self.unit = unit
    self.total = total
  }

  package static func == (a: Self, b: Self) -> Bool { a.key == b.key }
  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// What a number measures; decides how it is formatted.
package enum StatisticUnit: String, Sendable {
  /// An integer, 0 or more.
  case count
  /// A mean of scores: 0–100, rounded once, half away from zero; no value if there are none.
  case percent
  /// Whole seconds.
  case duration
  case instant
  /// A list of names.
  case names
  /// One of a fixed set of codes.
  case status
  /// A mean of reaction scores: −100…100.
  case score
}

/// The value of a statistic; exact.
package enum StatisticValue: Sendable, Equatable {
  case count(Int)
  case mean(Fraction)
  case duration(Int)
  case instant(Int?)
}

extension Statistic {
  /// Reads the value from the columns of the total's expressions.
  package func value(_ row: any SQLRow, at column: Int) -> StatisticValue {
    switch unit {
    case .percent, .score: .mean(Fraction(row.integer(at: column), row.integer(at: column + 1)))
    case .duration: .duration(row.integer(at: column))
    case .instant: .instant(row.integer(column))
    case .count, .names, .status: .count(row.integer(at: column))
    }
  }

  /// The number of columns it takes.
  package var width: Int { total?.expressions.count ?? 0 }
}
