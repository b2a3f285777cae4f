import Statistics

extension Statistic {
  /// A statistic's title and definition, for `statistic.mustache`.
  func model(_ language: Language) -> PageModel {
    var model: PageModel = [
      "key": key, "title": title(language), "definition": definition(language),
      "unit": language("unit_\(unit.rawValue)"), "help": "/help/statistics#\(key)",
    ]
    model["formula"] = formula(language)
    model["rounding"] = rounding.map { language("rounding_\($0.rawValue)") }
    return model
  }
}
