import Access
import HTTPTypes
import Hummingbird

extension Site {
  /// Custom reports.
  static let reports: [Route] = [
    Route(method: .get, path: "/reports", permission: .role { $0.seesUsers }, answer: ReportsPage.list),
    Route(method: .post, path: "/reports", permission: .role { $0.seesUsers }, answer: ReportsPage.add),
    Route(method: .get, path: "/reports/new", permission: .role { $0.seesUsers }, answer: ReportPage.new),
    Route(method: .get, path: "/reports/:report", permission: .role { $0.seesUsers }, answer: ReportPage.show),
    Route(method: .post, path: "/reports/:report", permission: .role { $0.seesUsers }, answer: ReportsPage.change),
    Route(
      method: .post, path: "/reports/:report/duplicate", permission: .role { $0.seesUsers },
      answer: ReportsPage.duplicate),
    Route(
      method: .post, path: "/reports/:report/delete", permission: .role { $0.seesUsers }, answer: ReportsPage.delete),
  ]
}
