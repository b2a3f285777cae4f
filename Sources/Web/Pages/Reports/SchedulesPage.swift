import Access
import Hummingbird
import Reports
import Statistics

/// All scheduled reports of all owners, for viewers allowed to take one over.
enum SchedulesPage {
  /// For `schedules.mustache`.
  struct Model: TemplateDocument {
    static let template = "schedules"

    let table: Table
  }

  static let path = "/reports/schedules"
  static let parameters: Parameters = ["page"]

  static func show(_ visit: WebRequest) async throws -> Response {
    let (viewer, query) = (try visit.viewer, try visit.query())
    let page = try query.number("page", in: 1...1_000_000, default: 1)
    let (all, count) = try await visit.read { session in
      (try ScheduledReport.all(for: viewer, page: page, session), try ScheduledReport.count(for: viewer, session))
    }
    let language = visit.language
    let columns: [(String, Table.Kind)] = [
      ("report", .text), ("owner", .text), ("rule", .text), ("state", .text), ("last", .number),
    ]
    let table = Table(
      language("schedules_title"),
      columns.map { Table.Column(language("schedules_column_\($0.0)"), $0.1) }
        + [Table.Column(language("schedules_column_take_over"), .link, isHidden: true)],
      all.map { cells($0, viewer, visit) },
      empty: Table.EmptyState(title: language("schedules_none_title"), detail: language("schedules_none_detail")),
      paging: ListURL(query: query, path: path).paging(page, count, size: ScheduledReport.pageSize, language))
    return try visit.page(Model(table: table))
  }

  private static func cells(_ scheduled: ScheduledReport, _ viewer: Viewer, _ visit: WebRequest) -> [Table.Cell] {
    let language = visit.language
    let words = ScheduleWords(visit)
    let report = scheduled.report
    func label(_ column: String) -> String { language("schedules_column_\(column)") }
    var owner = Table.Cell(label("owner"), .text, scheduled.owner)
    owner.content.detail = scheduled.ownerIsDeleted ? language("schedules_owner_deleted") : nil
    let isOwn = scheduled.ownerKey == viewer.key
    let path = "/reports/\(Query.encoded(report.id))"
    return [
      Table.Cell(label("report"), .text, report.title(language), isLead: true), owner,
      Table.Cell(label("rule"), .text, words.rule(scheduled.schedule.rule)),
      Table.Cell(label("state"), .text, words.state(scheduled.schedule)),
      Table.Cell(label("last"), .number, scheduled.lastRun.map(visit.shown.instant)),
      Table.Cell(
        label("take_over"), .link, language(isOwn ? "schedules_own" : "schedules_take_over"),
        href: isOwn ? path : TakeOver.path(of: report), opens: true, hint: report.title(language)),
    ]
  }
}

/// Taking over someone else's report, after a confirmation.
enum TakeOver {
  /// For `take-over.mustache`.
  struct Model: TemplateDocument {
    static let template = "take-over"

    let title: String
    let about: String
    let action: String
    let back: String
  }

  static func path(of report: CustomReport) -> String { "/reports/\(Query.encoded(report.id))/take-over" }

  static func ask(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, language) = (try visit.parameter("report"), try visit.viewer, visit.language)
    let scheduled = try await visit.read { try ScheduledReport.one(id, for: viewer, $0) }
    let owner = ["owner": scheduled.owner]
    var words = [language("take_over_owner", owner), language("take_over_what")]
    if scheduled.schedule.pause == .stopped { words.append(language("take_over_resumes")) }
    if !scheduled.ownerIsDeleted { words.append(language("take_over_former", owner)) }
    return try visit.page(
      Model(
        title: language("take_over_title", ["report": scheduled.report.title(language)]),
        about: words.joined(separator: " "), action: path(of: scheduled.report), back: SchedulesPage.path))
  }
}
