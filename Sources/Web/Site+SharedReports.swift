import Access
import Hummingbird

extension Site {
  /// Saved reports, run by their owner or by people they are shared with.
  static let sharedReports: [Route] = [
    Route(
      method: .get, path: "/reports/:report/download", permission: .role { $0.seesUsers },
      parameters: .query(["format"]), answer: SharedReportPage.download),
    Route(
      method: .post, path: "/reports/:report/download", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(["format"]), answer: SharedReportPage.downloadLater),
    Route(
      method: .get, path: "/reports/:report/leave", permission: .role { $0.seesUsers }, parameters: .query(.none),
      answer: ReportDeletion.askLeave),
    Route(
      method: .post, path: "/reports/:report/leave", permission: .role { $0.seesUsers },
      parameters: .queryOrForm(.none), answer: ReportDeletion.leave),
  ]
}
