import Access
import Hummingbird
import Statistics

/// Common parts of the detail pages of a user: the subject, the breadcrumb, and a table.
struct DrillDown {
  let visit: WebRequest
  let subject: Subject
  /// Breadcrumb items between the user's page and this one.
  var between: [(title: String, href: String)] = []
  /// The title: the name of a program session, a course …
  let title: String
  /// The kind of entity, as a text.
  let kind: String
  /// The section of the user's page that leads here, for the anchor.
  let section: UserSection

  var model: PageModel {
    get throws {
      [
        "trail": try trail,
        "drill": [
          "title": title, "kind": kind, "person": subject.name,
          "who": PersonLink(subject, leadsToProfile: true).model, "tiles": [PageModel](), "links": [PageModel](),
        ] as PageModel,
      ]
    }
  }

  /// A page with a table.
  func response(_ table: SectionTable, tiles: [PageModel] = [], links: [PageModel] = []) throws -> Response {
    var model = try model
    model["table"] = table.model
    model["anchor"] = table.id
    var drill = model["drill"] as? PageModel ?? [:]
    drill["tiles"] = tiles
    drill["links"] = links
    model["drill"] = drill
    return try visit.page("drilldown", model)
  }

  private var trail: [PageModel] {
    get throws {
      let users: [(String, String)] =
        try visit.viewer.roles.seesUsers ? [(visit.language("users_title"), "/users")] : []
      func step(_ step: (String, String)) -> PageModel { ["title": step.0, "href": step.1] }
      var person = step((subject.name, "\(subject.page)#\(section.rawValue)"))
      person["card"] = PersonLink(subject, leadsToProfile: true).card
      return users.map(step) + [person] + between.map(step) + [["title": title]]
    }
  }

  /// The cells of a section's first row as tiles above the table, except for the given columns.
  static func tiles(_ section: Section, without: Set<String>, _ visit: WebRequest) -> [PageModel] {
    guard let row = section.rows.first else { return [] }
    return zip(section.columns, row.cells).filter { $0.0.isShown && !without.contains($0.0.key) }.map { column, cell in
      let title = visit.language("column_\(column.title)")
      var tile: PageModel = ["title": title]
      tile["statistic"] = column.statistic?.model(visit.language).merging(["title": title]) { _, own in own }
      tile["value"] = visit.shown.value(cell)
      if case .status(let code) = cell { tile["tone"] = DisplayFormat.tone(code) }
      return tile
    }
  }
}
