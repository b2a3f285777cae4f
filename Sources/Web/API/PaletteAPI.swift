import Access
import Calendar
import DatabaseAccess
import Hummingbird
import Records
import Reports
import Statistics
import Support

/// What the command palette finds: pages and actions of the viewer, their users, entities and reports.
enum PaletteAPI {
  static let path = "/palette"

  private struct Item: Sendable {
    let title: String
    var detail: String?
    let href: String
  }

  private struct Section: Sendable {
    /// The key of its title.
    let text: String
    let items: [Item]
  }

  /// The maximum number of items in a section.
  private static let limit = 6

  static func search(_ visit: WebRequest) async throws -> Response {
    let (text, viewer, language) = (try visit.query().search("q"), try visit.viewer, visit.language)
    let words = sortKey(text ?? "").split(separator: " ").map(String.init)
    let pages = pages(viewer, language).filter { item in
      let title = sortKey(item.title)
      return words.allSatisfy { word in
        title.utf8.split(separator: UInt8(ascii: " ")).contains { $0.starts(with: word.utf8) }
      }
    }
    var sections = [Section(text: "palette_pages", items: words.isEmpty ? pages : Array(pages.prefix(limit)))]
    if !words.isEmpty { sections += try await found(text, words, visit) }
    return JSONValue.object([
      (
        "sections",
        .array(
          sections.filter { !$0.items.isEmpty }.map { section in
            ["title": .string(language(section.text)), "items": .array(section.items.map(json))]
          })
      )
    ]).response()
  }

  private static func json(_ item: Item) -> JSONValue {
    ["title": .string(item.title), "detail": .string(item.detail), "href": .string(item.href)]
  }

  private static func pages(_ viewer: Viewer, _ language: Language) -> [Item] {
    let roles = viewer.roles
    let top = Navigation.items(viewer, language, "").map { Item(title: $0.title, href: $0.href) }
    let all = Navigation.all(roles).map { Item(title: language($0.text), href: $0.href) }
    let made = Navigation.create(roles, language).map {
      Item(title: $0.title, detail: language("create"), href: $0.href)
    }
    let others: [(Bool, String, String)] = [
      (true, "own_page", viewer.page), (true, "account_title", "/account"),
      (roles.readsAuditLog, "audit_title", "/audit"),
      (roles.seesSources, "sources_title", SourcesPage.path), (roles.seesSources, "lrs_title", DoorPage.path),
      (roles.seesMembers, "nav_members", "/members"),
      (roles.changesCustomFields, "nav_custom_fields", CustomFieldsPage.path), (true, "help_title", "/help/statistics"),
    ]
    let rest = others.filter(\.0).map { Item(title: language($0.1), href: $0.2) }
    return (top.filter { $0.title != language("nav_all") } + all + made + rest).reduce(into: []) { items, item in
      if !items.contains(where: { $0.href == item.href }) { items.append(item) }
    }
  }

  private static func found(_ text: String?, _ words: [String], _ visit: WebRequest) async throws -> [Section] {
    let (viewer, moment) = (try visit.viewer, visit.moment)
    let people = viewer.roles.seesUsers ? try UserListRequest(Query([("q", text ?? ""), ("limit", "\(limit)")])) : nil
    let (users, others) = try await visit.read { session in
      let users = try people?.list(for: viewer, at: moment, session).page(session).rows.map(\.person) ?? []
      let things = try [EntityKind.course, .programSession, .pathSession].filter(viewer.roles.opens).map {
        Section(text: "things_\($0.words)", items: try items($0, text, viewer, moment, session))
      }
      return (users, [try groups(text, viewer, session)] + things + [try reports(words, viewer, session)])
    }
    if !users.isEmpty { visit.audit("users.list", rows: users.count) }
    return [Section(text: "nav_users", items: users.map(item))] + others
  }

  /// With their parents' names where names are shared.
  private static func groups(_ text: String?, _ viewer: Viewer, _ session: any SQLSession) throws -> Section {
    guard viewer.roles.opens(.group) else { return Section(text: "nav_groups", items: []) }
    let found = try Choices(.openGroups, for: viewer).matching(text, session).choices
    let items = found.prefix(limit).map { Item(title: $0.title, href: "/groups/\(Query.encoded($0.id))") }
    return Section(text: "nav_groups", items: items)
  }

  private static func reports(_ words: [String], _ viewer: Viewer, _ session: any SQLSession) throws -> Section {
    let own = viewer.roles.seesUsers ? try CustomReport.all(of: viewer, session) : []
    let found = own.filter { report in words.allSatisfy { sortKey(report.name).contains($0) } }
    let items = found.prefix(limit).map { Item(title: $0.name, href: "/reports/\(Query.encoded($0.id))") }
    return Section(text: "nav_custom_reports", items: items)
  }

  private static func item(_ person: Person) -> Item {
    Item(title: person.name, detail: person.email, href: "/users/\(Query.encoded(person.id))")
  }

  private static func items(
    _ kind: EntityKind, _ text: String?, _ viewer: Viewer, _ moment: Moment, _ session: any SQLSession
  ) throws -> [Item] {
    var list = EntityList(kind, for: viewer, at: moment)
    list.search = text
    let keys = try list.page(from: 0, session).keys.prefix(limit)
    return try list.rows(Array(keys), numbers: [], session).map { row in
      Item(title: row.name, href: "/\(kind.rawValue)/\(Query.encoded(row.id))")
    }
  }
}
