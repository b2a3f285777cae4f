import Access
import DatabaseAccess
import Hummingbird
import Records
import Reports
import Statistics

/// A report shared with the viewer: its filters, its preview and file over the viewer's own users. Viewers cannot
/// change it, but can copy it, or remove it from their list.
enum SharedReportPage {
  /// For `report-shared.mustache`.
  struct Model: TemplateDocument {
    static let template = "report-shared"

    let title: String
    let type: String
    let owner: String
    /// The filters.
    let facts: [Fact]
    /// The URL of its file: GET at once, POST queues it.
    let file: String
    /// The URL of the form that copies it.
    /// nil if a copy would show what the page does not.
    let duplicate: String?
    /// The URL of the confirmation of removing it from the list.
    let leave: String
    /// nil if its rows cannot be computed any more.
    let preview: PreviewModel?
    let presence: PresenceField.Form
    /// Why they cannot.
    let problem: String?
    /// Whether charts can be drawn, and this type has one.
    let charts: Bool
  }

  private struct Content: Sendable {
    let choices: ReportChoices
    let fields: [CustomField]
    var conditions: [Condition] = []
    var preview: ReportPreview?
    var presence: ReportPresence?
    var problem: BadFilter?

    init(_ shared: SharedReport, for viewer: Viewer, _ visit: WebRequest, _ session: any SQLSession) throws {
      let (choice, settings) = (shared.report.choice, visit.services.settings)
      choices = try ReportChoices(choice, for: viewer, session)
      fields = try CustomField.all(session)
      do {
        let request = try choice.request(settings.style, now: visit.now, shared.report.kind)
        conditions = try request.conditions(for: viewer, session)
        // An address with the filters would show what the page does not.
        let isShown =
          conditions.isEmpty && choices.users.count == choice.users.count
          && choices.groups.count == choice.groups.count && choices.sessions.count == choice.sessions.count
        preview = try ReportPreview(
          request, of: isShown ? choice : nil, for: viewer,
          repliesCount: settings.repliesCountAsPublications, session)
        presence = try PresenceField.presence(try visit.query(), in: shared.report.content, visit, session)
      } catch let bad as BadFilter { problem = bad }
    }
  }

  static func show(_ shared: SharedReport, _ visit: WebRequest) async throws -> Response {
    let (viewer, choice) = (try visit.viewer, shared.report.choice)
    guard shared.report.content.isOpen(to: viewer.roles) else { throw AccessDenied.notPermitted }
    let query = try visit.query()
    let content = try await visit.read { try Content(shared, for: viewer, visit, $0) }
    visit.audit("general-stats.preview", about: shared.report.id, rows: content.preview?.rows.count ?? 0)
    let path = "/reports/\(Query.encoded(shared.report.id))"
    let language = visit.language
    return try visit.page(
      Model(
        title: shared.report.title(language), type: language("report_type_\(shared.report.kind.word)"),
        owner: language("shared_by", ["owner": shared.owner]), facts: facts(choice, content, visit),
        file: "\(path)/download", duplicate: choice.hasConditions ? nil : "\(path)/duplicate", leave: "\(path)/leave",
        preview: content.preview.map { PreviewModel($0, visit) },
        presence: PresenceField.Form(
          action: path, keep: [], field: PresenceField(query, content.presence, hidesValue: true, visit)),
        problem: content.problem.map { problem($0, shared, language) },
        charts: shared.report.kind.type.isSummary && visit.services.settings.chartLibrary != nil))
  }

  /// The reason without a condition's value.
  private static func problem(_ bad: BadFilter, _ shared: SharedReport, _ language: Language) -> String {
    let reason = bad.fault == .condition ? language("shared_problem_condition") : bad.words(language)
    return language("shared_problem", ["reason": reason, "owner": shared.owner])
  }

  /// The filters, by the names the viewer may see; for the rest, only that there are more.
  private static func facts(_ choice: ReportFilters, _ content: Content, _ visit: WebRequest) -> [Fact] {
    let language = visit.language
    let chosen = [
      ("user", choice.users, content.choices.users), ("group", choice.groups, content.choices.groups),
      ("session", choice.sessions, content.choices.sessions),
    ]
    let by = (choice.by ?? []).compactMap(SummaryDimension.init(key:)).map { $0.title(language, content.fields) }
    var facts = by.isEmpty ? [] : [Fact(title: language("summary_by"), value: by.joined(separator: ", "))]
    if let days = days(choice, visit) { facts.append(Fact(title: language("report_filter_date"), value: days)) }
    for (name, ids, known) in chosen where !ids.isEmpty {
      var titles = known.map(\.title)
      if titles.count < ids.count { titles.append(language("shared_others")) }
      if name == "group", choice.subgroups == true { titles.append(language("shared_subgroups")) }
      facts.append(Fact(title: language("report_filter_\(name)"), value: titles.joined(separator: ", ")))
    }
    let words = ConditionWords(language: language)
    facts += content.conditions.map {
      Fact(title: language("shared_condition"), value: words.text($0, hidesValue: true))
    }
    return facts
  }

  private static func days(_ choice: ReportFilters, _ visit: WebRequest) -> String? {
    if let period = choice.period { return visit.language("report_period_\(period.rawValue)") }
    guard choice.from != nil || choice.to != nil else { return nil }
    return "\(choice.from ?? "…") – \(choice.to ?? "…")"
  }

  /// Downloads a saved report, own or shared, at once.
  static func download(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let order = try await order(visit, query)
    return try await hidingValues { try await Downloads.send(order, visit, query) }
  }

  /// The same, queued.
  static func downloadLater(_ visit: WebRequest) async throws -> Response {
    let order = try await order(visit, try await visit.ordered())
    return try await hidingValues { try await Downloads.queue(order, visit) }
  }

  /// An error does not quote a condition, whose value readers may not see.
  private static func hidingValues(_ body: () async throws -> Response) async throws -> Response {
    do { return try await body() } catch let bad as BadFilter where bad.fault == .condition {
      throw BadFilter(
        name: bad.name, reason: "has a condition on something that no longer exists; its owner can change it",
        fault: .condition)
    }
  }

  private static func order(_ visit: WebRequest, _ query: Query) async throws -> ExportRequest {
    let (id, viewer) = (try visit.parameter("report"), try visit.viewer)
    let format = try query.choice("format", default: FileFormat.csv)
    return try await visit.read { try CustomReport.readable(id, by: viewer, $0).order(format) }
  }
}
