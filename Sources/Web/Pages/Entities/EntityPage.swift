import Access
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets
import Statistics

/// A program session, path session, course, group or tag: statistics over the viewer's users, and a row per user.
enum EntityPage {
  private struct Content: Sendable {
    let statistics: EntityStatistics
    let rows: RosterRows
    /// Links to the entities in its facts and tables.
    let things: EntityLinks
  }

  static func parameters(_ kind: EntityKind) -> Parameters {
    RosterRows.parameters + SectionRequest.parameters(EntityStatistics.sections(of: kind))
  }

  static func show(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let viewer = try visit.viewer
    let content = try await visit.read { [now = visit.now] session in
      let statistics = try EntityStatistics(kind, id: id, for: viewer, now: now, session)
      return Content(
        statistics: statistics, rows: try RosterRows(statistics.roster, query, viewer, session),
        things: try EntityLinks(named(statistics), for: viewer, session))
    }
    visit.audit("\(kind.rawValue).view", about: id, rows: content.rows.count)
    let statistics = content.statistics
    let path = statistics.thing.path
    let sections = try statistics.sections.map { section in
      let view = try SectionRequest(section.id, section.columns, query, rowsAPage: SectionRequest.few).view
      let links = SectionLinks.thing(section, content.things)
      let table = SectionTable(section.sorted(view), view, visit, query, path: path, links: links)
      return [
        "id": section.id, "title": visit.language("section_\(section.id)"), "table": table.model,
        "downloads": [PageModel](), "figures": [PageModel](),
      ] as PageModel
    }
    let table = RosterTable(rows: content.rows, visit: visit, query: query, path: path)
    return try visit.page(
      "thing",
      [
        "thing": head(content, visit), "tiles": statistics.figures.map { tile($0, visit) }, "sections": sections,
        "downloads": FileFormat.allCases.map(\.rawValue).map {
          ["title": visit.language("format_\($0)"), "href": "\(path)/download?format=\($0)"] as PageModel
        },
        "filter": table.filter, "users": table.model,
      ])
  }

  private static func named(_ statistics: EntityStatistics) -> [EntityKind: [String]] {
    let inTables = statistics.sections.flatMap { section in
      section.rows.compactMap { SectionLinks.thing(in: section, $0) }
    }
    let all = statistics.details.compactMap(\.thing) + inTables
    return Dictionary(grouping: all, by: \.kind).mapValues { $0.map(\.id) }
  }

  private static func head(_ content: Content, _ visit: WebRequest) -> PageModel {
    let language = visit.language
    let (thing, details) = (content.statistics.thing, content.statistics.details)
    let facts = details.compactMap { detail -> PageModel? in
      guard let value = visit.shown.value(detail.value) else { return nil }
      var model: PageModel = ["title": language("thing_\(detail.key)"), "value": value]
      model["href"] = detail.thing.flatMap { content.things.address(of: $0.kind, $0.id) }
      model["person"] = detail.person.map { PersonLink($0, leadsToProfile: false).model }
      return model
    }
    let key = thing.kind.words
    return [
      "name": thing.name, "kind": language("thing_\(key)"), "facts": facts,
      "users_title": language("thing_\(key)_users"),
      "note": language("thing_\(key)_note"), "list": "/\(thing.kind.rawValue)", "list_title": language("things_\(key)"),
    ]
  }

  private static func tile(_ figure: EntityStatistics.Figure, _ visit: WebRequest) -> PageModel {
    let language = visit.language
    var tile: PageModel = ["statistic": figure.statistic.model(language)]
    tile["value"] = figure.value.flatMap(visit.shown.value)
    tile["detail"] = figure.perUser.flatMap { perUser($0, visit) }.map { language("thing_per_user", ["value": $0]) }
    return tile
  }

  /// A mean per user: for durations a duration, for counts with at most two decimals.
  private static func perUser(_ value: StatisticValue, _ visit: WebRequest) -> String? {
    guard case .mean(let mean) = value else { return visit.shown.value(value) }
    return mean.rounded().map(hundredthsText)
  }
}

extension EntityKind {
  func path(of id: String) -> String { "/\(rawValue)/\(Query.encoded(id))" }

  /// As part of a text key: `program_sessions`.
  var words: String { rawValue.replacing("-", with: "_") }
}

extension Entity {
  var path: String { kind.path(of: id) }
}
