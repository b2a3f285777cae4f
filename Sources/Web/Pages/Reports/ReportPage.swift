import Access
import Calendar
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets
import Statistics

/// The editor of a custom report. The whole page is a form, and its query is its state, so that the preview needs no
/// JavaScript.
enum ReportPage {
  /// Messages after saving.
  static let notes: Parameters = ["saved", .many("refused"), "taken"]

  static func new(_ visit: WebRequest) async throws -> Response {
    try await page(visit, try ReportForm(try visit.query(), visit), report: nil)
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, query) = (try visit.parameter("report"), try visit.viewer, try visit.query())
    let own: CustomReport? = try await visit.read { session in
      do { return try CustomReport.one(id, of: viewer, session) } catch AccessDenied.notFound { return nil }
    }
    guard let report = own else {
      let shared = try await visit.read { try SharedReport.one(id, with: viewer, $0) }
      try Parameters.none.check(query, as: .address)
      return try await SharedReportPage.show(shared, visit)
    }
    let isEdited = query["edited"] != nil
    // The report as saved: filters in the query would have no effect.
    if !isEdited { try notes.check(query, as: .address) }
    return try await page(
      visit, isEdited ? try ReportForm(query, visit) : ReportForm(report), report: report,
      said: query["saved"] != nil ? "report_saved" : query["taken"] != nil ? "report_taken_over" : nil)
  }

  private struct Content: Sendable {
    let form: ReportForm
    let pickers: ReportPickers
    let fields: [CustomField]
    let users: [Choice]
    let people: [ReportSharing.Person]
    let runs: [PastRun]
    /// nil if the filters are invalid.
    let preview: ReportPreview?
  }

  /// The editor again, with the input and its errors.
  static func refused(_ form: ReportForm, _ report: CustomReport?, _ visit: WebRequest) async throws -> Response {
    try await page(visit, form, report: report, isRefused: true)
  }

  private static func page(
    _ visit: WebRequest, _ form: ReportForm, report: CustomReport?, said: String? = nil, isRefused: Bool = false
  ) async throws -> Response {
    if visit.request.wantsProblem, let refusal = form.refusal { throw refusal }
    let (viewer, settings, now) = (try visit.viewer, visit.services.settings, visit.now)
    let content = try await visit.read { session in
      var form = form
      try form.complete(from: report, today: settings.style.time.day(at: settings.machineNow()), session)
      try form.resolve(for: viewer, session)
      return Content(
        form: form, pickers: try ReportPickers(form, for: viewer, session), fields: try CustomField.all(session),
        users: try ReportChoices.users(form.choice.users, for: viewer, session),
        people: try form.sharing?.sharing.people(for: viewer, session) ?? [],
        runs: try report.map { try PastRun.last(of: $0, for: viewer, session) } ?? [],
        preview: try form.isSound
          ? ReportPreview(
            try form.choice.request(settings.style, now: now, form.kind), for: viewer,
            repliesCount: settings.repliesCountAsPublications, session) : nil)
    }
    if let preview = content.preview { visit.audit("general-stats.preview", rows: preview.rows.count) }
    let editor = ReportEditor(
      form: content.form, pickers: content.pickers, fields: content.fields, users: content.users, visit: visit)
    var model = editor.model.merging(identity(report, content.form, visit)) { $1 }
    model["preview"] = content.preview.map { PreviewModel($0, visit).model }
    model["schedule"] = content.form.schedule.map { ScheduleTab(form: $0, runs: content.runs, visit: visit).model }
    model["sharing"] = content.form.sharing.map {
      SharingTab(form: $0, people: content.people, groups: content.pickers.sharing, language: visit.language).model
    }
    model["pickers"] = true
    if let said { model["notes"] = try notes(said, visit) }
    return try visit.page("report", model, status: isRefused || !content.form.errors.isEmpty ? .badRequest : .ok)
  }

  private static func notes(_ said: String, _ visit: WebRequest) throws -> [PageModel] {
    let language = visit.language
    return [["tone": "good", "message": language(said)]]
      + (try visit.query().all("refused")).map {
        ["tone": "warn", "message": language("share_refused", ["address": $0])]
      }
  }

  /// The URLs of its buttons.
  private static func identity(_ report: CustomReport?, _ form: ReportForm, _ visit: WebRequest) -> PageModel {
    let path = report.map { "/reports/\(Query.encoded($0.id))" }
    var model: PageModel = [
      "title": report?.title(visit.language) ?? visit.language("report_new"), "address": path ?? "/reports/new",
      "save": path ?? "/reports", "file": "/reports/new/download", "type": form.kind.rawValue,
    ]
    if let path {
      model["duplicate"] = "\(path)/duplicate"
      model["delete"] = "\(path)/delete"
    }
    return model
  }
}

// Downloads of the report in the editor, saved or not.

extension ReportPage {
  /// Redirects to the URL of the file, which has only the parameters that the form set.
  static func download(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let form = try await form(query, visit)
    if form.refusal != nil { return try await refused(form, nil, visit) }
    let order = try order(form, query)
    let parameters = order.query(form.choice).adding(query.only(["ask"]))
    return .redirect(to: parameters.text(after: "/reports/\(form.kind.rawValue)/download"), type: .normal)
  }

  static func downloadLater(_ visit: WebRequest) async throws -> Response {
    let query = try await visit.form()
    let form = try await form(query, visit)
    if form.refusal != nil { return try await refused(form, nil, visit) }
    return try await Downloads.queue(try order(form, query), visit)
  }

  /// The input, including users to add.
  static func form(_ query: Query, _ visit: WebRequest) async throws -> ReportForm {
    let (form, viewer) = (try ReportForm(query, visit), try visit.viewer)
    return try await visit.read { session in
      var form = form
      try form.resolve(for: viewer, session)
      return form
    }
  }

  private static func order(_ form: ReportForm, _ query: Query) throws -> ExportRequest {
    ExportRequest(
      ExportKind(form.kind, form.choice), format: try query.choice("format", default: FileFormat.csv),
      name: form.name.isEmpty ? nil : form.name, about: query["about"] != nil)
  }
}

extension CustomReport {
  /// The report's name, or that of its type.
  func title(_ language: Language) -> String {
    name.isEmpty ? language("report_type_\(kind.word)") : name
  }
}

extension CustomReport.Kind {
  /// As part of a text key.
  var word: String { rawValue.replacing("-", with: "_") }
}
