import Hummingbird
import Statistics

/// The records behind a user's number: those that count, their total, and those left out.
enum EvidencePage {
  /// For `evidence.mustache`.
  struct Model: TemplateDocument {
    static let template = "evidence"

    let user: PersonLink.Model
    /// The tag or the week of the number.
    let tag: String?
    let statistic: StatisticDefinition
    /// As shown on other pages; nil: no value.
    let value: String?
    /// The total of the records, in words.
    let sum: String
    /// How many records count but are not visible to the viewer.
    let notShown: String?
    /// The records that count, of this page.
    let counted: Table
    let leftOut: LeftOut?

    /// The records that do not count.
    struct LeftOut: TemplateModel {
      let summary: String
      let table: Table
    }
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let wanted = try EvidenceRequest(visit)
    let found = try await wanted.found(visit, isApart: true)
    let shown = EvidenceShown(language: visit.language, style: visit.services.settings.style)
    let evidence = found.evidence
    let notShown = found.sums.reduce(0) { $0 + $1.notShown }
    return try visit.page(
      Model(
        user: PersonLink(evidence.subject, leadsToProfile: true).model,
        tag: found.tag?.name ?? found.week?.title(visit), statistic: evidence.statistic.model(visit.language),
        value: visit.shown.value(found.value), sum: shown.sum(found),
        notShown: notShown > 0 ? visit.language.plural("records_not_shown", notShown) : nil,
        counted: table(found.page, "after", found.links, shown, try paging("after", found.page, visit)),
        leftOut: try leftOut(found, shown, visit)))
  }

  private static func leftOut(
    _ found: EvidenceRequest.Found, _ shown: EvidenceShown, _ visit: WebRequest
  ) throws -> Model.LeftOut? {
    guard let page = found.leftOutPage, found.leftOut > 0 else { return nil }
    let name = "left_out.after"
    return Model.LeftOut(
      summary: visit.language.plural("records_left_out", found.leftOut),
      table: table(page, name, found.links, shown, try paging(name, page, visit)))
  }

  /// The page of the records behind a user's number.
  static func path(of statistic: Statistic, user: String, tag: String? = nil, week: String? = nil) -> String {
    let query = tag.map { "?tag=\(Query.encoded($0))" } ?? week.map { "?week=\($0)" } ?? ""
    return "/users/\(Query.encoded(user))/statistics/\(statistic.key)\(query)"
  }

  /// - Parameter cursor: the parameter of the table's cursor, `after` for the records that count.
  private static func table(
    _ page: Evidence.Page, _ cursor: String, _ links: EvidenceLinks, _ shown: EvidenceShown, _ paging: Table.Paging?
  ) -> Table {
    let isCounted = cursor == "after"
    let language = shown.language
    let last = language(isCounted ? "records_contribution" : "records_reason")
    let titles: [(String, Table.Kind)] = [
      (language("records_name"), .text), (language("records_kind"), .text), (language("column_date"), .number),
      (language("records_value"), .number), (last, isCounted ? .number : .text),
    ]
    let rows = page.items.map { item in
      let reason = item.reason.map { language("records_reason_\($0.rawValue)") }
      let texts: [String?] = [
        item.name, language("records_kind_\(item.kind)"), item.at.map(shown.instant), shown.exact(item.value),
        isCounted ? item.contribution.flatMap(shown.exact) : reason,
      ]
      var cells = titles.indices.map { Table.Cell(titles[$0].0, titles[$0].1, texts[$0], isLead: $0 == 0) }
      cells[0].content.href = links.address(of: item)
      cells[0].content.card = links.card(of: item)
      cells[0].content.opensRow = cells[0].content.href != nil
      return cells
    }
    return Table(
      language(isCounted ? "records_counted" : "records_left_out_title"),
      titles.map { Table.Column($0.0, $0.1) }, rows, empty: Table.EmptyState(title: language("records_none")),
      paging: paging)
  }

  private static func paging(_ cursor: String, _ page: Evidence.Page, _ visit: WebRequest) throws -> Table.Paging? {
    let query = try visit.query()
    guard page.next != nil || query[cursor] != nil else { return nil }
    let path = visit.request.uri.path
    return Table.Paging(
      first: query[cursor] == nil ? nil : query.address(path, replacing: [cursor: nil]),
      next: try page.next.map { query.address(path, replacing: [cursor: try $0.text]) })
  }
}
