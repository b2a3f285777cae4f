import Statistics

extension Statistic {
  /// Its definition on pages.
  func model(_ language: Language) -> StatisticDefinition {
    StatisticDefinition(
      key: key, title: title(language), definition: definition(language), formula: formula(language),
      unit: language("unit_\(unit.rawValue)"), rounding: rounding.map { language("rounding_\($0.rawValue)") },
      help: "/help/statistics#\(key)")
  }
}
