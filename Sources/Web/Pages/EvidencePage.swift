import Hummingbird
import Statistics

/// The records behind a user's number: those that count, what they add up to, and those left out.
enum EvidencePage {
  static func show(_ visit: Visit) async throws -> Response {
    let wanted = try EvidenceRequest(visit)
    let found = try await wanted.found(visit)
    let language = visit.language
    let shown = EvidenceShown(language: language, style: visit.services.settings.style)
    let evidence = found.evidence
    var model: PageModel = [
      "user": ["name": evidence.subject.name, "href": path(of: evidence.subject)] as PageModel,
      "statistic": evidence.statistic.model(language),
      "sum": shown.sum(found), "more": found.page.next != nil || wanted.after != nil,
    ]
    model["value"] = visit.shown.value(found.value)
    model["tag"] = found.tag?.name
    let notShown = found.sums.reduce(0) { $0 + $1.notShown }
    if notShown > 0 { model["not_shown"] = language.plural("records_not_shown", notShown) }
    let items = found.page.items
    model["counted"] = table(items.filter { $0.reason == nil }, isCounted: true, shown)
    if found.leftOut > 0 {
      model["left_out"] = table(items.filter { $0.reason != nil }, isCounted: false, shown)
      model["left_out_summary"] = language.plural("records_left_out", found.leftOut)
    }
    model["paging"] = try paging(visit, wanted, found.page.next)
    return try visit.page("evidence", model)
  }

  /// Where the records behind a number of the user's are shown.
  static func path(of statistic: Statistic, user: String, tag: String? = nil) -> String {
    "/users/\(Query.encoded(user))/statistics/\(statistic.key)" + (tag.map { "?tag=\(Query.encoded($0))" } ?? "")
  }

  private static func path(of subject: Subject) -> String { "/users/\(Query.encoded(subject.id))" }

  private static func table(_ items: [Evidence.Item], isCounted: Bool, _ shown: EvidenceShown) -> PageModel {
    let language = shown.language
    let last = language(isCounted ? "records_contribution" : "records_reason")
    let titles = [
      (language("records_name"), "text"), (language("records_kind"), "text"), (language("column_date"), "number"),
      (language("records_value"), "number"), (last, isCounted ? "number" : "text"),
    ]
    let rows = items.map { item -> PageModel in
      let reason = item.reason.map { language("records_reason_\($0.rawValue)") }
      let texts: [String?] = [
        item.name, language("records_kind_\(item.kind)"), item.at.map(shown.instant), shown.exact(item.value),
        isCounted ? item.contribution.flatMap(shown.exact) : reason,
      ]
      let href = item.kind == "managers" ? "/users/\(Query.encoded(item.id))" : nil
      return [
        "cells": titles.indices.map { index in
          TableModel.cell(
            titles[index].0, titles[index].1, texts[index], isLead: index == 0, href: index == 0 ? href : nil)
        }
      ]
    }
    return [
      "caption": language(isCounted ? "records_counted" : "records_left_out_title"),
      "columns": titles.map { TableModel.column($0.0, $0.1) }, "rows": rows,
      "empty": ["title": language(isCounted ? "records_none" : "records_left_out_elsewhere")] as PageModel,
    ]
  }

  private static func paging(_ visit: Visit, _ wanted: EvidenceRequest, _ next: EvidenceCursor?) throws -> PageModel? {
    guard next != nil || wanted.after != nil else { return nil }
    let query = try visit.query()
    var model: PageModel = [:]
    if wanted.after != nil { model["first"] = query.address(visit.request.uri.path, replacing: ["after": nil]) }
    if let next { model["next"] = query.address(visit.request.uri.path, replacing: ["after": next.text]) }
    return model
  }
}
