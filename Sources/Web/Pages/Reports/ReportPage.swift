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
      try Parameters([.once(PresenceField.parameter)]).check(query, as: .address)
      return try await SharedReportPage.show(shared, visit)
    }
    let isEdited = query["edited"] != nil
    // The report as saved: filters in the query would have no effect.
    if !isEdited { try (notes + [.once(PresenceField.parameter)]).check(query, as: .address) }
    return try await page(
      visit, isEdited ? try ReportForm(query, visit) : ReportForm(report), report: report,
      said: query["saved"] != nil ? "report_saved" : query["taken"] != nil ? "report_taken_over" : nil)
  }

  /// The editor again, with the input and its errors.
  static func refused(_ form: ReportForm, _ report: CustomReport?, _ visit: WebRequest) async throws -> Response {
    try await page(visit, form, report: report, isRefused: true)
  }

  private static func page(
    _ visit: WebRequest, _ form: ReportForm, report: CustomReport?, said: String? = nil, isRefused: Bool = false
  ) async throws -> Response {
    if visit.request.wantsProblem, let refusal = form.refusal { throw refusal }
    let (viewer, settings, query) = (try visit.viewer, visit.services.settings, try visit.query())
    let editor = try await visit.read { session in
      var form = form
      try form.complete(from: report, today: settings.style.time.day(at: settings.machineNow()), session)
      try form.resolve(for: viewer, visit, session)
      var (preview, presence): (ReportPreview?, ReportPresence?)
      do {
        if form.isSound {
          preview = try Self.preview(form, for: viewer, visit, session)
          presence = try PresenceField.presence(query, in: ExportKind(form.kind, form.choice), visit, session)
        }
      } catch let bad as BadFilter { form.refuse(bad) }
      return ReportEditor(
        form: form, pickers: try ReportPickers(form, for: viewer, session), fields: try CustomField.all(session),
        users: try ReportChoices.users(form.choice.users, for: viewer, session),
        people: try form.sharing?.sharing.people(for: viewer, session) ?? [],
        runs: try report.map { try PastRun.last(of: $0, for: viewer, session) } ?? [],
        preview: preview, presence: PresenceField(query, presence, visit))
    }
    if let preview = editor.preview { visit.audit("general-stats.preview", rows: preview.rows.count) }
    let notes = try said.map { try Self.notes($0, visit) } ?? []
    let isValid = !isRefused && editor.form.errors.isEmpty
    return try visit.page(editor.model(report, visit), status: isValid ? .ok : .badRequest) { frame in
      frame.notes = notes
      frame.pickers = true
    }
  }

  /// - Throws: `BadFilter`, for example if a *Summary* would have too many rows.
  private static func preview(
    _ form: ReportForm, for viewer: Viewer, _ visit: WebRequest, _ session: any SQLSession
  ) throws -> ReportPreview {
    let settings = visit.services.settings
    return try ReportPreview(
      try form.choice.request(settings.style, now: visit.now, form.kind), of: form.choice, for: viewer,
      repliesCount: settings.repliesCountAsPublications, session)
  }

  private static func notes(_ said: String, _ visit: WebRequest) throws -> [Note] {
    let language = visit.language
    return [Note(tone: .good, message: language(said))]
      + (try visit.query().all("refused")).map {
        Note(tone: .warn, message: language("share_refused", ["address": $0]))
      }
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
      try form.resolve(for: viewer, visit, session)
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
