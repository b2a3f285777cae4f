import Access
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets

/// The list of custom reports, and the actions on it.
enum ReportsPage {
  static func list(_ visit: WebRequest) async throws -> Response {
    let viewer = try visit.viewer
    let lines = try await visit.read { try ReportLine.all(of: viewer, $0) }
    let language = visit.language
    let columns = [
      "report_column_name", "report_column_type", "report_column_schedule", "report_column_sharing",
      "report_column_changed",
    ]
    let table: PageModel = [
      "caption": language("reports_title"),
      "columns": zip(columns, ["text", "text", "text", "text", "number"]).map { TableModel.column(language($0), $1) },
      "rows": lines.map { ["cells": $0.cells(visit)] as PageModel },
      "empty": ["title": language("reports_none_title"), "detail": language("reports_none_detail")] as PageModel,
    ]
    return try visit.page("reports", ["table": table])
  }

  static func add(_ visit: WebRequest) async throws -> Response {
    let (form, viewer, now) = (try await form(visit), try visit.viewer, visit.services.settings.machineNow())
    if form.refusal != nil { return try await ReportPage.refused(form, nil, visit) }
    let time = visit.services.settings.style.time
    let (id, refused) = try await visit.write { session in
      let added = try CustomReport.add(name: form.name, form.kind, form.choice, of: viewer, now: now, session)
      guard let id = added else { return (nil as String?, [String]()) }
      return (id, try form.keep(with: id, of: viewer, now: now, time, session))
    }
    return try redirect(to: id, saved(refused))
  }

  static func change(_ visit: WebRequest) async throws -> Response {
    let (form, viewer, now) = (try await form(visit), try visit.viewer, visit.services.settings.machineNow())
    let (id, time) = (try visit.parameter("report"), visit.services.settings.style.time)
    if form.refusal != nil {
      return try await ReportPage.refused(
        form, try await visit.read { try CustomReport.one(id, of: viewer, $0) }, visit)
    }
    let refused = try await visit.write { session in
      try CustomReport.change(id, name: form.name, form.kind, form.choice, of: viewer, now: now, session)
      return try form.keep(with: id, of: viewer, now: now, time, session)
    }
    return try redirect(to: id, saved(refused))
  }

  private static func saved(_ refused: [String]) -> String {
    "?saved=1" + refused.prefix(5).map { "&refused=\(Query.encoded($0))" }.joined()
  }

  static func duplicate(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer, now) = (try visit.parameter("report"), try visit.viewer, visit.services.settings.machineNow())
    let language = visit.language
    let copy = try await visit.write { session in
      let report = try CustomReport.readable(id, by: viewer, session)
      let name = language("report_copy_of", ["name": report.title(language)])
      return try CustomReport.add(
        name: String(name.unicodeScalars.prefix(ExportRequest.nameLimit)), report.kind,
        try report.choice(for: viewer, session),
        of: viewer, now: now, session)
    }
    return try redirect(to: copy)
  }

  private static func form(_ visit: WebRequest) async throws -> ReportForm {
    try await ReportPage.form(try await visit.ordered(), visit)
  }

  private static func redirect(to id: String?, _ query: String = "") throws -> Response {
    guard let id else { throw BadRequest("report", "limit of \(CustomReport.limit) is reached; delete one first") }
    return .redirect(to: "/reports/\(Query.encoded(id))\(query)", type: .normal)
  }
}
