import Access
import DatabaseAccess
import Hummingbird
import Reports

/// Deletes a report, or removes a shared one from the viewer's list, after a confirmation.
enum ReportDeletion {
  static func ask(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, language) = (try visit.parameter("report"), try visit.viewer, visit.language)
    let (report, isScheduled, sharing) = try await visit.read { session in
      let report = try CustomReport.one(id, of: viewer, session)
      return (report, try ReportSchedule.of(report, session) != nil, try ReportSharing.of(report, session))
    }
    let path = "/reports/\(Query.encoded(report.id))"
    return try Question(
      title: language("report_delete_question", ["title": report.title(language)]),
      lines: consequences(isScheduled: isScheduled, sharing, language),
      button: language("report_delete_button"), action: "\(path)/delete", back: path
    ).answer(visit)
  }

  private static func consequences(isScheduled: Bool, _ sharing: ReportSharing, _ language: Language) -> [String] {
    var lines = [language("report_delete_about")]
    if isScheduled { lines.append(language("report_delete_schedule")) }
    if !sharing.users.isEmpty { lines.append(language.plural("report_delete_users", sharing.users.count)) }
    if !sharing.groups.isEmpty { lines.append(language.plural("report_delete_groups", sharing.groups.count)) }
    return lines
  }

  static func delete(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer) = (try visit.parameter("report"), try visit.viewer)
    try await visit.write { try CustomReport.delete(id, of: viewer, $0) }
    return .redirect(to: "/reports", type: .normal)
  }

  static func askLeave(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, language) = (try visit.parameter("report"), try visit.viewer, visit.language)
    let shared = try await visit.read { try SharedReport.one(id, with: viewer, $0) }
    let path = "/reports/\(Query.encoded(shared.report.id))"
    return try Question(
      title: language("shared_leave_question", ["title": shared.report.title(language)]),
      lines: [language("shared_leave_about", ["owner": shared.owner])], button: language("shared_leave"),
      action: "\(path)/leave", back: path
    ).answer(visit)
  }

  static func leave(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer, now) = (try visit.parameter("report"), try visit.viewer, visit.services.settings.machineNow())
    try await visit.write { session in
      try SharedReport.leave(id, viewer, session)
      try Audit.note("report.leave", by: viewer, filters: "id=\(id)", at: now, session)
    }
    return .redirect(to: "/reports", type: .normal)
  }
}
