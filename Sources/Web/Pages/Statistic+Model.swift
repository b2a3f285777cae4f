import Statistics

extension Statistic {
  /// A statistic's title and definition, for `statistic.mustache`.
  func model(_ language: Language) -> PageModel {
    var model: PageModel = [
      "key": key, "title": title(language), "definition": language("statistic_\(key)_definition"),
      "unit": language("unit_\(unit.rawValue)"), "help": "/help/statistics#\(key)",
    ]
    model["formula"] = language.optional("statistic_\(key)_formula")
    model["rounding"] =
      language.optional("statistic_\(key)_rounding")
      ?? (unit == .percent || unit == .score ? language("rounding_percent") : nil)
    return model
  }

  func title(_ language: Language) -> String { language("statistic_\(key)_title") }
}
