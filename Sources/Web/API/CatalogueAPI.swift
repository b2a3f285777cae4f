import Hummingbird
import Statistics
import Support

/// The API of the catalogue of statistics.
enum CatalogueAPI {
  static func list(_ visit: WebRequest) async throws -> Response {
    let language = visit.language
    let statistics = Statistic.all.map { statistic in
      JSONValue.object([
        ("key", .string(statistic.key)), ("family", .string(statistic.family.rawValue)),
        ("unit", .string(statistic.unit.rawValue)), ("title", .string(statistic.title(language))),
        ("definition", .string(statistic.definition(language))), ("formula", .string(statistic.formula(language))),
      ])
    }
    return JSONValue.object([("statistics", .array(statistics))]).response()
  }
}
