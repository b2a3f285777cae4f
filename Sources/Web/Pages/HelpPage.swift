import Hummingbird
import Statistics

/// The catalogue: all statistics with their definitions.
enum HelpPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let language = visit.language
    let families = Statistic.Family.allCases.compactMap { family -> PageModel? in
      let statistics = Statistic.all.filter { $0.family == family }
      if statistics.isEmpty { return nil }
      return [
        "id": "family-\(family.rawValue)", "title": language("family_\(family.rawValue)"),
        "count": language.number(statistics.count), "statistics": statistics.map { $0.model(language) },
      ]
    }
    return try visit.page("help-statistics", ["families": families])
  }
}
