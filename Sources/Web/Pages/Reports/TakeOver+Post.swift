import Access
import Hummingbird
import Jobs
import Reports
import Spreadsheets

extension TakeOver {
  static func post(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.ordered()
    let (id, viewer, settings) = (try visit.parameter("report"), try visit.viewer, visit.services.settings)
    let now = settings.machineNow()
    try await visit.write { session in
      let scheduled = try ScheduledReport.one(id, for: viewer, session)
      guard scheduled.ownerKey != viewer.key else { return }
      let next = scheduled.schedule.rule.next(after: now, settings.style.time)
      guard try scheduled.takeOver(by: viewer, now: now, next: next, session) else {
        throw BadRequest("report", "limit of \(CustomReport.limit) is reached; delete one first")
      }
      try Audit.note(
        "report.take-over", by: viewer, subject: scheduled.ownerKey, filters: "id=\(Query.encoded(id))", at: now,
        session)
      if settings.mail != nil, !scheduled.ownerIsDeleted {
        try EmailNotification.add(.takenOver, to: scheduled.ownerKey, report: scheduled.key, now: now, session)
      }
    }
    return .redirect(to: "/reports/\(Query.encoded(id))?taken=1", type: .normal)
  }
}
