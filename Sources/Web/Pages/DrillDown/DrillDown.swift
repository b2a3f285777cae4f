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

  /// For `drilldown.mustache`.
  struct Model: TemplateDocument {
    static let template = "drilldown"

    let trail: [TrailStep]
    let drill: Head
    /// Above the table.
    let tiles: [Tile]
    /// To related pages.
    let links: [Link]
    /// The id of the table's section, to which sorting and paging lead.
    let anchor: String
    let table: Table

    struct Head: TemplateModel {
      let title: String
      let kind: String
      let person: PersonLink.Model
    }

    /// A cell of the row that leads here.
    struct Tile: TemplateModel {
      let title: String
      let statistic: StatisticDefinition?
      /// As shown; nil: no value.
      let value: String?
      /// Shows the value as a badge.
      let tone: Tone?
    }
  }

  /// A page with a table.
  func response(_ table: SectionTable, tiles: [Model.Tile] = [], links: [Link] = []) throws -> Response {
    try visit.page(
      Model(trail: try trail, drill: head, tiles: tiles, links: links, anchor: table.id, table: table.model))
  }

  var head: Model.Head {
    Model.Head(title: title, kind: kind, person: PersonLink(subject, leadsToProfile: true).model)
  }

  var trail: [TrailStep] {
    get throws {
      let users = TrailStep(title: visit.language("users_title"), href: "/users")
      let person = TrailStep(
        title: subject.name, href: "\(subject.page)#\(section.rawValue)",
        card: PersonLink(subject, leadsToProfile: true).card)
      return (try visit.viewer.roles.seesUsers ? [users, person] : [person])
        + between.map { TrailStep(title: $0.title, href: $0.href) } + [TrailStep(title: title)]
    }
  }

  /// The cells of a section's first row as tiles above the table, except for the given columns.
  static func tiles(_ section: Section, without: Set<String>, _ visit: WebRequest) -> [Model.Tile] {
    guard let row = section.rows.first else { return [] }
    return zip(section.columns, row.cells).filter { $0.0.isShown && !without.contains($0.0.key) }.map { column, cell in
      let title = visit.language("column_\(column.title)")
      var statistic = column.statistic?.model(visit.language)
      statistic?.title = title
      let tone: Tone? = if case .status(let code) = cell { DisplayFormat.tone(code) } else { nil }
      return Model.Tile(title: title, statistic: statistic, value: visit.shown.value(cell), tone: tone)
    }
  }
}
