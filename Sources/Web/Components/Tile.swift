/// A number with its definition, for `tile.mustache`.
struct Tile: TemplateModel {
  let statistic: StatisticDefinition
  /// As shown; nil: no value.
  let value: String?
  /// The URL of what it counts; nil: none.
  var href: String?
  /// How it differs from the previous period; nil: not compared.
  var change: Change?
  /// A muted line below.
  var detail: String?

  struct Change: TemplateModel {
    /// For the eye only; the words say the same.
    let arrow: String
    let words: String
  }
}
