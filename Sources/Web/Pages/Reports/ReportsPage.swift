import Access
import DatabaseAccess
import Hummingbird
import Reports

/// The list of custom reports, and what changes it.
enum ReportsPage {
  static func list(_ visit: Visit) async throws -> Response {
    let viewer = try visit.viewer
    let reports = try await visit.read { try CustomReport.all(of: viewer, $0) }
    let language = visit.language
    let columns = ["report_column_name", "report_column_type", "report_column_changed"]
    let table: PageModel = [
      "caption": language("reports_title"),
      "columns": zip(columns, ["text", "text", "number"]).map { TableModel.column(language($0), $1) },
      "rows": reports.map { report in
        let kind = language("report_type_\(report.kind.word)")
        return [
          "cells": [
            TableModel.cell(
              language("report_column_name"), "text", report.title(language), isLead: true,
              href: "/reports/\(Query.encoded(report.id))", opens: true),
            TableModel.cell(language("report_column_type"), "text", kind),
            TableModel.cell(language("report_column_changed"), "number", visit.shown.instant(report.changedAt)),
          ]
        ] as PageModel
      },
      "empty": ["title": language("reports_none_title"), "detail": language("reports_none_detail")] as PageModel,
    ]
    return try visit.page("reports", ["table": table])
  }

  static func add(_ visit: Visit) async throws -> Response {
    let (form, viewer, now) = (try await form(visit), try visit.viewer, visit.services.settings.machineNow())
    let id = try await visit.write { session in
      var form = form
      try form.resolve(for: viewer, session)
      return try CustomReport.add(name: form.name, form.kind, form.choice, of: viewer, now: now, session)
    }
    return try redirect(to: id, "?saved=1")
  }

  static func change(_ visit: Visit) async throws -> Response {
    let (form, viewer, now) = (try await form(visit), try visit.viewer, visit.services.settings.machineNow())
    let id = try visit.parameter("report")
    try await visit.write { session in
      var form = form
      try form.resolve(for: viewer, session)
      try CustomReport.change(id, name: form.name, form.kind, form.choice, of: viewer, now: now, session)
    }
    return try redirect(to: id, "?saved=1")
  }

  static func duplicate(_ visit: Visit) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer, now) = (try visit.parameter("report"), try visit.viewer, visit.services.settings.machineNow())
    let language = visit.language
    let copy = try await visit.write { session in
      let report = try CustomReport.one(id, of: viewer, session)
      let name = language("report_copy_of", ["name": report.title(language)])
      return try CustomReport.add(
        name: String(name.prefix(FileOrder.nameLimit)), report.kind, report.choice, of: viewer, now: now, session)
    }
    return try redirect(to: copy)
  }

  static func delete(_ visit: Visit) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer) = (try visit.parameter("report"), try visit.viewer)
    try await visit.write { try CustomReport.delete(id, of: viewer, $0) }
    return .redirect(to: "/reports", type: .normal)
  }

  private static func form(_ visit: Visit) async throws -> ReportForm {
    try ReportForm(try await visit.ordered(), visit)
  }

  private static func redirect(to id: String?, _ query: String = "") throws -> Response {
    guard let id else { throw BadRequest("report", "is one too many: delete some of your \(CustomReport.limit)") }
    return .redirect(to: "/reports/\(Query.encoded(id))\(query)", type: .normal)
  }
}
