import Access
import Hummingbird
import Statistics

/// Public statistics: a page, and the hover card of a user's name. Open to everyone who is signed in.
enum PublicPage {
  /// For `people.mustache`.
  struct Model: TemplateDocument {
    static let template = "people"

    let name: String
    /// "Author" or "Learner", in words.
    let kind: String
    /// The URL of the user's page, if the viewer may open it.
    let profile: String?
    let tiles: [Tile]
  }

  /// For `card.mustache`.
  struct Card: TemplateDocument {
    static let template = "card"

    let name: String
    let tiles: [Tile]
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let card = try await card(visit, isHover: false)
    let viewer = try visit.viewer
    let mayOpen = try await visit.read { session in
      (try? Subject(id: card.id, in: .page(of: viewer), session)) != nil
    }
    visit.audit("people.view", subject: card.key)
    return try visit.page(
      Model(
        name: card.name, kind: visit.language("people_\(card.kind.rawValue)"),
        profile: mayOpen ? "/users/\(Query.encoded(card.id))" : nil, tiles: tiles(card, visit)))
  }

  static func card(_ visit: WebRequest) async throws -> Response {
    let card = try await card(visit, isHover: true)
    return try visit.page(Card(name: card.name, tiles: tiles(card, visit)))
  }

  static func card(_ visit: WebRequest, isHover: Bool) async throws -> PublicCard {
    let id = try visit.parameter("id")
    return try await visit.read { [now = visit.now] in try PublicCard(id: id, isHover: isHover, now: now, $0) }
  }

  private static func tiles(_ card: PublicCard, _ visit: WebRequest) -> [Tile] {
    card.figures.map { figure in
      let statistic = figure.statistic.model(visit.language)
      return Tile(statistic: statistic, value: visit.shown.value(figure.value), detail: statistic.definition)
    }
  }
}
