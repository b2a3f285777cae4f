import Hummingbird
import Statistics

/// The catalogue: all statistics with their definitions.
enum HelpPage {
  /// For `help-statistics.mustache`.
  struct Model: TemplateDocument {
    static let template = "help-statistics"

    let families: [Family]

    struct Family: TemplateModel {
      /// The anchor.
      let id: String
      let title: String
      let count: String
      let statistics: [StatisticDefinition]
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let language = visit.language
    let families = Statistic.Family.allCases.compactMap { family -> Model.Family? in
      let statistics = Statistic.all.filter { $0.family == family }
      if statistics.isEmpty { return nil }
      return Model.Family(
        id: "family-\(family.rawValue)", title: language("family_\(family.rawValue)"),
        count: language.number(statistics.count), statistics: statistics.map { $0.model(language) })
    }
    return try visit.page(Model(families: families))
  }
}
