import Access
import Hummingbird
import Statistics

/// A user's own home: what is due next, certificates that expire, recent results.
enum OwnHomePage {
  static let path = "/home"

  /// For `home.mustache`.
  struct Model: TemplateDocument {
    static let template = "home"

    let name: String
    /// The URL of the user's own page.
    let page: String
    let parts: [Part]

    struct Part: TemplateModel {
      /// The anchor.
      let id: String
      let title: String
      let table: Table
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let viewer = try visit.viewer
    let home = try await visit.read { session in
      let user = try Scope.page(of: viewer).user(viewer.id, session)
      return try OwnHome(of: user, at: visit.moment, session)
    }
    let parts = [home.due, home.ending, home.expiring, home.results].map { section in
      Model.Part(
        id: section.id, title: visit.language("home_\(section.id)"), table: table(section, of: viewer, visit))
    }
    return try visit.page(Model(name: viewer.name, page: viewer.page, parts: parts))
  }

  /// The rows of a section; the first text leads to their details.
  private static func table(_ section: Section, of viewer: Viewer, _ visit: WebRequest) -> Table {
    let language = visit.language
    let shown = section.columns.filter(\.isShown)
    func title(_ column: Column) -> String { language("column_\(column.title)") }
    let rows = section.rows.map { row in
      shown.enumerated().map { place, column -> Table.Cell in
        let value = section.cell(column.key, of: row) ?? .none
        var cell = SectionTable.cell(title(column), column.kind, value, visit, isLead: place == 0)
        if place == 0 { (cell.content.href, cell.content.opensRow) = (address(row, section, viewer), true) }
        if column.key == "due_at", case .instant(let due) = value, due < visit.now {
          (cell.content.tone, cell.content.detail) = (.bad, language("home_overdue"))
        }
        return cell
      }
    }
    return Table(
      language("home_\(section.id)"), shown.map { Table.Column(title($0), $0.isText ? .text : .number) }, rows,
      language, empty: Table.EmptyState(title: language("home_\(section.id)_none")))
  }

  private static func address(_ row: Section.Row, _ section: Section, _ viewer: Viewer) -> String {
    func id(_ key: String) -> String {
      if case .text(let id)? = section.cell(key, of: row) { Query.encoded(id) } else { "" }
    }
    switch section.id {
    case "due": return "\(viewer.page)/paths/\(id("session"))"
    case "ending":
      let isProgram = section.cell("kind", of: row) == .text("program")
      return "\(viewer.page)/\(isProgram ? "programs" : "paths")/\(id("session"))"
    case "courses": return "\(viewer.page)/courses/\(id("course"))/attempts"
    default: return "\(viewer.page)#certificates"
    }
  }
}
