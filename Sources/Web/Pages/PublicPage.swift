import Access
import Hummingbird
import Statistics

/// Public statistics: a page, and the hover card of a user's name. Open to everyone who is signed in.
enum PublicPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let card = try await card(visit, isHover: false)
    let viewer = try visit.viewer
    let mayOpen = try await visit.read { session in
      (try? Subject(id: card.id, in: .page(of: viewer), session)) != nil
    }
    visit.audit("people.view", subject: card.key)
    var person: PageModel = ["name": card.name, "kind": visit.language("people_\(card.kind.rawValue)")]
    if mayOpen { person["profile"] = "/users/\(Query.encoded(card.id))" }
    return try visit.page("people", ["person": person, "tiles": tiles(card, visit)])
  }

  static func card(_ visit: WebRequest) async throws -> Response {
    let card = try await card(visit, isHover: true)
    return try visit.page("card", ["name": card.name, "tiles": tiles(card, visit)])
  }

  static func card(_ visit: WebRequest, isHover: Bool) async throws -> PublicCard {
    let id = try visit.parameter("id")
    return try await visit.read { [now = visit.now] in try PublicCard(id: id, isHover: isHover, now: now, $0) }
  }

  private static func tiles(_ card: PublicCard, _ visit: WebRequest) -> [PageModel] {
    card.figures.map { figure in
      let statistic = figure.statistic.model(visit.language)
      var tile: PageModel = ["statistic": statistic]
      tile["detail"] = statistic["definition"]
      tile["value"] = visit.shown.value(figure.value)
      return tile
    }
  }
}
