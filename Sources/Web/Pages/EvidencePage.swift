import Hummingbird
import Statistics

/// The records behind a user's number: those that count, their total, and those left out.
enum EvidencePage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let wanted = try EvidenceRequest(visit)
    let found = try await wanted.found(visit, isApart: true)
    let language = visit.language
    let shown = EvidenceShown(language: language, style: visit.services.settings.style)
    let evidence = found.evidence
    var model: PageModel = [
      "user": PersonLink(evidence.subject, leadsToProfile: true).model,
      "statistic": evidence.statistic.model(language),
      "sum": shown.sum(found),
      "counted": table(found.page, "after", found.links, shown, try paging("after", found.page, visit)),
    ]
    model["value"] = visit.shown.value(found.value)
    model["tag"] = found.tag?.name ?? found.week?.title(visit)
    let notShown = found.sums.reduce(0) { $0 + $1.notShown }
    if notShown > 0 { model["not_shown"] = language.plural("records_not_shown", notShown) }
    if let page = found.leftOutPage, found.leftOut > 0 {
      let name = "left_out.after"
      model["left_out"] =
        table(page, name, found.links, shown, try paging(name, page, visit)).merging(
          ["summary": language.plural("records_left_out", found.leftOut)]) { own, _ in own }
    }
    return try visit.page("evidence", model)
  }

  /// The page of the records behind a user's number.
  static func path(of statistic: Statistic, user: String, tag: String? = nil, week: String? = nil) -> String {
    let query = tag.map { "?tag=\(Query.encoded($0))" } ?? week.map { "?week=\($0)" } ?? ""
    return "/users/\(Query.encoded(user))/statistics/\(statistic.key)\(query)"
  }

  /// - Parameter cursor: the parameter of the table's cursor, `after` for the records that count.
  private static func table(
    _ page: Evidence.Page, _ cursor: String, _ links: EvidenceLinks, _ shown: EvidenceShown, _ paging: PageModel?
  ) -> PageModel {
    let isCounted = cursor == "after"
    let language = shown.language
    let last = language(isCounted ? "records_contribution" : "records_reason")
    let titles = [
      (language("records_name"), "text"), (language("records_kind"), "text"), (language("column_date"), "number"),
      (language("records_value"), "number"), (last, isCounted ? "number" : "text"),
    ]
    let rows = page.items.map { item -> PageModel in
      let reason = item.reason.map { language("records_reason_\($0.rawValue)") }
      let texts: [String?] = [
        item.name, language("records_kind_\(item.kind)"), item.at.map(shown.instant), shown.exact(item.value),
        isCounted ? item.contribution.flatMap(shown.exact) : reason,
      ]
      var cells = titles.indices.map { TableModel.cell(titles[$0].0, titles[$0].1, texts[$0], isLead: $0 == 0) }
      cells[0]["href"] = links.address(of: item)
      cells[0]["card"] = links.card(of: item)
      cells[0]["open"] = cells[0]["href"] != nil
      return ["cells": cells]
    }
    var model: PageModel = [
      "caption": language(isCounted ? "records_counted" : "records_left_out_title"),
      "columns": titles.map { TableModel.column($0.0, $0.1) }, "rows": rows,
      "empty": ["title": language("records_none")] as PageModel,
    ]
    model["paging"] = paging
    return model
  }

  private static func paging(_ cursor: String, _ page: Evidence.Page, _ visit: WebRequest) throws -> PageModel? {
    let query = try visit.query()
    guard page.next != nil || query[cursor] != nil else { return nil }
    let path = visit.request.uri.path
    var model: PageModel = [:]
    if query[cursor] != nil { model["first"] = query.address(path, replacing: [cursor: nil]) }
    if let next = page.next { model["next"] = query.address(path, replacing: [cursor: try next.text]) }
    return model
  }
}
