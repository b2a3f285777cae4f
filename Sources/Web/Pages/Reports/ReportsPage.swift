import Access
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets

/// The list of custom reports, and the actions on it.
enum ReportsPage {
  /// For `reports.mustache`.
  struct Model: TemplateDocument {
    static let template = "reports"

    let table: Table
  }

  static func list(_ visit: WebRequest) async throws -> Response {
    let viewer = try visit.viewer
    let lines = try await visit.read { try ReportLine.all(of: viewer, $0) }
    let language = visit.language
    let columns: [(String, Table.Kind)] = [
      ("name", .text), ("type", .text), ("schedule", .text), ("sharing", .text), ("changed", .number),
    ]
    let table = Table(
      language("reports_title"), columns.map { Table.Column(language("report_column_\($0.0)"), $0.1) },
      lines.map { $0.cells(visit) },
      empty: Table.EmptyState(title: language("reports_none_title"), detail: language("reports_none_detail")))
    return try visit.page(Model(table: table))
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
      let report = try CustomReport.copied(id, by: viewer, session)
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
