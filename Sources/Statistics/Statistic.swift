package import DatabaseAccess

/// A named number with everything that is known about it. Pages, files, the API, the command line and
/// docs/statistics.md read it here.
///
/// Its words are English. A language overrides them in `Web/Languages/CODE.json` under `statistic_KEY_title`,
/// `statistic_KEY_definition` and `statistic_KEY_formula`.
package struct Statistic: Sendable, Hashable {
  package let key: String
  package let family: Family
  package let unit: StatisticUnit
  package let title: String
  package let definition: String
  /// Nil if the definition says it all.
  package let formula: String?
  /// The title of its column in files, which is the same in every language.
  package let heading: String
  /// Nil if the value is a whole number or a text.
  package let rounding: Rounding?
  /// How it is computed per user; nil if it is listed or computed from rows instead of summed.
  private(set) var total: Total?
  /// The records behind it; nil if it is not computed from one user's records.
  private(set) var evidence: EvidenceSource?

  /// - Parameters:
  ///   - heading: nil for the title.
  ///   - rounding: nil for that of the unit.
  init(
    _ key: String, _ family: Family, _ unit: StatisticUnit, title: String, heading: String? = nil, definition: String,
    formula: String? = nil, rounding: Rounding? = nil, total: Total? = nil, evidence: EvidenceSource? = nil
  ) {
    self.key = key
    self.family = family
    self.unit = unit
    self.title = title
    self.definition = definition
    self.formula = formula
    self.heading = heading ?? title
    self.rounding = rounding ?? unit.rounding
    self.total = total
    self.evidence = evidence
  }

  /// The same statistic, computed from other facts because of a platform setting.
  func counting(_ total: Total, evidence: EvidenceSource) -> Statistic {
    var statistic = self
    statistic.total = total
    statistic.evidence = evidence
    return statistic
  }

  package static func == (a: Self, b: Self) -> Bool { a.key == b.key }
  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension Statistic {
  /// Reads the value from the columns of the total's expressions.
  package func value(_ row: any SQLRow, at column: Int) -> Cell {
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
