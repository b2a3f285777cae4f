/// A number with its definition, for `tile.mustache`.
struct Tile: TemplateModel {
  let statistic: StatisticDefinition
  /// As shown; nil: no value.
  let value: String?
  /// A muted line below.
  var detail: String?
}
