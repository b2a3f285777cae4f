import Access
import HTTPTypes
import Hummingbird

extension Site {
  /// Custom reports.
  static let reports: [Route] = [
    Route(
      method: .get, path: "/reports", permission: .role { $0.seesUsers }, parameters: .query(.none),
      answer: ReportsPage.list),
    Route(
      method: .post, path: "/reports", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(ReportForm.parameters), answer: ReportsPage.add),
    Route(
      method: .get, path: "/reports/new", permission: .role { $0.seesUsers },
      parameters: .query(ReportForm.parameters), answer: ReportPage.new),
    Route(
      method: .get, path: "/reports/new/download", permission: .role { $0.seesUsers },
      parameters: .query(ReportForm.parameters + ["ask"]), answer: ReportPage.download),
    Route(
      method: .post, path: "/reports/new/download", permission: .role { $0.seesUsers },
      parameters: .form(ReportForm.parameters), answer: ReportPage.downloadLater),
    Route(
      method: .get, path: RouterPath(SchedulesPage.path), permission: .role { $0.seesSchedules },
      parameters: .query(SchedulesPage.parameters), answer: SchedulesPage.show),
    Route(
      method: .get, path: "/reports/:report/take-over", permission: .role { $0.seesSchedules },
      parameters: .query(.none), answer: TakeOver.ask),
    Route(
      method: .post, path: "/reports/:report/take-over", permission: .role { $0.seesSchedules },
      parameters: .queryOrForm(.none), answer: TakeOver.post),
    Route(
      method: .get, path: "/reports/:report", permission: .role { $0.seesUsers },
      parameters: .query(ReportForm.parameters + ReportPage.notes), answer: ReportPage.show),
    Route(
      method: .post, path: "/reports/:report", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(ReportForm.parameters), answer: ReportsPage.change),
    Route(
      method: .post, path: "/reports/:report/duplicate", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(.none), answer: ReportsPage.duplicate),
    Route(
      method: .get, path: "/reports/:report/delete", permission: .role { $0.seesUsers }, parameters: .query(.none),
      answer: ReportDeletion.ask),
    Route(
      method: .post, path: "/reports/:report/delete", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(.none), answer: ReportDeletion.delete),
  ]
}
