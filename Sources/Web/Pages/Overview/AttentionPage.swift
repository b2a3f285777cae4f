import Access
import Hummingbird
import Reports
import Statistics

/// A list of what needs attention now, page by page.
enum AttentionPage {
  static let parameters: Parameters = OverviewQuery.parameters + OverviewQuery.pageParameters + ["page"]

  /// For `attention.mustache`.
  struct Model: TemplateDocument {
    static let template = "attention"

    let trail: [TrailStep]
    let title: String
    /// What the rows are.
    let definition: String
    let downloads: [Link]
    let form: OverviewForm
    /// nil if the platform has no custom fields.
    let conditions: UserListView.Conditions?
    let table: Table
  }

  private struct Content: Sendable {
    let rows: [AttentionList.Row]
    let count: Int
    /// The number of the page, from 1.
    let page: Int
    let links: EntityLinks
    let groups: Picker?
    let columns: [ConditionColumn]
  }

  static func path(_ kind: AttentionKind) -> String { "\(OverviewPage.path)/\(kind.rawValue)" }

  static func show(_ kind: AttentionKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer, path) = (try visit.query(), try visit.viewer, path(kind))
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let asked = try OverviewQuery(query)
    let asksFor = try query.number("page", in: 1...1_000_000, default: 1)
    let content = try await visit.read { session in
      let list = try asked.list(kind, for: viewer, at: visit.moment, session)
      let count = try list.count(session).rows
      // Rows may have gone since the link was made.
      let page = min(asksFor, max(1, (count + AttentionList.pageSize - 1) / AttentionList.pageSize))
      let rows = try list.page(skipping: (page - 1) * AttentionList.pageSize, session).rows
      return Content(
        rows: rows, count: count, page: page,
        links: try EntityLinks(AttentionTable.sessions(rows, of: kind), for: viewer, session),
        groups: try asked.groups(query, for: viewer, session), columns: try ConditionColumn.customFields(session))
    }
    visit.audit("overview.list", about: kind.rawValue, rows: content.rows.count)
    return try visit.page(model(kind, asked, content, query, visit)) { $0.pickers = true }
  }

  private static func model(
    _ kind: AttentionKind, _ asked: OverviewQuery, _ content: Content, _ query: Query, _ visit: WebRequest
  ) -> Model {
    let (language, path) = (visit.language, path(kind))
    let title = kind.statistic.title(language)
    let filters = asked.filters.query
    let url = ListURL(query: query, path: path)
    return Model(
      trail: [
        TrailStep(title: language("overview_title"), href: filters.text(after: OverviewPage.path)),
        TrailStep(title: title),
      ],
      title: title, definition: kind.statistic.definition(language),
      downloads: FileFormat.allCases.map(\.rawValue).map { format in
        Link(
          title: language("format_\(format)"), href: filters.address("\(path)/download", replacing: ["format": format]))
      },
      form: OverviewForm(path, asked, content.groups, nil, query, visit),
      conditions: content.columns.isEmpty ? nil : .init(path, query, among: content.columns, visit),
      table: AttentionTable(kind: kind, links: content.links, visit: visit).model(
        content.rows, empty: Table.EmptyState(title: language("attention_none")),
        paging: url.paging(content.page, content.count, size: AttentionList.pageSize, language)))
  }
}
