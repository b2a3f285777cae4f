/// A statistic's title and definition, for `statistic.mustache`.
struct StatisticDefinition: TemplateModel {
  /// Its name in the API and in files.
  let key: String
  var title: String
  /// In words.
  let definition: String
  /// `Σ time_spent over all attempts`.
  let formula: String?
  let unit: String
  /// `half away from zero, to a whole percent`.
  let rounding: String?
  /// The URL of its entry in the catalogue.
  let help: String
  /// The URL of the records behind a user's number.
  var records: String?
}
