import Access
import DatabaseAccess
import Reports

/// A line in the list of custom reports: the viewer's own, or shared with them.
struct ReportLine: Sendable {
  let report: CustomReport
  let schedule: ReportSchedule?
  /// The number of users and groups that the viewer shares it with.
  let sharedWith: Int
  /// The name of the user who shares it; nil for the viewer's own.
  let owner: String?

  static func all(of viewer: Viewer, _ session: any SQLSession) throws -> [ReportLine] {
    let own = try CustomReport.all(of: viewer, session)
    let schedules = try ReportSchedule.of(own, session)
    let counts = try ReportSharing.counts(of: viewer, session)
    let shared = try SharedReport.all(with: viewer, session)
    let others = try ReportSchedule.of(shared.map(\.report), session)
    return own.map {
      ReportLine(report: $0, schedule: schedules[$0.id], sharedWith: counts[$0.id] ?? 0, owner: nil)
    }
      + shared.map {
        ReportLine(report: $0.report, schedule: others[$0.report.id], sharedWith: 0, owner: $0.owner)
      }
  }

  func cells(_ visit: WebRequest) -> [Table.Cell] {
    let language = visit.language
    return [
      Table.Cell(
        language("report_column_name"), .text, report.title(language), isLead: true,
        href: "/reports/\(Query.encoded(report.id))", opens: true),
      Table.Cell(language("report_column_type"), .text, language("report_type_\(report.kind.word)")),
      Table.Cell(language("report_column_schedule"), .text, schedule.map { described($0, visit) }),
      Table.Cell(language("report_column_sharing"), .text, sharing(language)),
      Table.Cell(language("report_column_changed"), .number, visit.shown.instant(report.changedAt)),
    ]
  }

  private func described(_ schedule: ReportSchedule, _ visit: WebRequest) -> String {
    let words = ScheduleWords(visit)
    return "\(words.rule(schedule.rule)) · \(words.state(schedule))"
  }

  private func sharing(_ language: Language) -> String? {
    if let owner { return language("shared_by", ["owner": owner]) }
    return sharedWith == 0 ? nil : language.plural("shared_with", sharedWith)
  }
}
