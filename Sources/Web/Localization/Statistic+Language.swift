import Statistics

// The catalogue's words in a language; see `Language.catalogue`.

extension Statistic {
  func title(_ language: Language) -> String { language("statistic_\(key)_title") }
  func definition(_ language: Language) -> String { language("statistic_\(key)_definition") }
  func formula(_ language: Language) -> String? { language.optional("statistic_\(key)_formula") }
}

extension Language {
  /// The English words of the catalogue of statistics, which every language has unless it overrides them by these keys.
  static let catalogue: [String: String] = {
    var words: [String: String] = [:]
    for statistic in Statistic.all {
      words["statistic_\(statistic.key)_title"] = statistic.title
      words["statistic_\(statistic.key)_definition"] = statistic.definition
      words["statistic_\(statistic.key)_formula"] = statistic.formula
    }
    for family in Statistic.Family.allCases { words["family_\(family.rawValue)"] = family.title }
    for unit in StatisticUnit.allCases { words["unit_\(unit.rawValue)"] = unit.title }
    for rounding in Statistic.Rounding.allCases { words["rounding_\(rounding.rawValue)"] = rounding.title }
    for status in Status.allCases { words["status_\(status.rawValue)"] = status.title }
    for reason in EvidenceReason.allCases { words["records_reason_\(reason.rawValue)"] = reason.title }
    return words
  }()
}
