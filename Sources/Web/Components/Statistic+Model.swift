import Statistics

extension Statistic {
  /// Its definition on pages.
  func model(_ language: Language) -> StatisticDefinition {
    StatisticDefinition(
      key: key, title: title(language), definition: language("statistic_\(key)_definition"),
      formula: language.optional("statistic_\(key)_formula"), unit: language("unit_\(unit.rawValue)"),
      rounding: language.optional("statistic_\(key)_rounding")
        ?? (unit == .percent || unit == .score ? language("rounding_percent") : nil),
      help: "/help/statistics#\(key)")
  }

  func title(_ language: Language) -> String { language("statistic_\(key)_title") }
}
