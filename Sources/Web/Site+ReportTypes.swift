import Access
import Hummingbird
import Reports

extension Site {
  /// Custom reports of each type: direct and queued downloads, and rows by API.
  static let reportTypes: [Route] = CustomReport.Kind.allCases.flatMap { kind in
    let permission = Permission.role { kind.isOpen(to: $0) }
    let file: RouterPath = "/reports/\(kind.rawValue)/download"
    let choice = ReportFilters.parameters(kind)
    return [
      Route(
        method: .get, path: file, permission: permission,
        parameters: .query(choice + Downloads.pageParameters + ["name"]),
        answer: Downloads.now(Downloads.report(kind))),
      Route(
        method: .post, path: file, permission: permission,
        parameters: .queryOrForm(choice + Downloads.parameters + ["name"]),
        answer: Downloads.later(Downloads.report(kind))),
      Route(
        method: .get, path: "/api/v1/reports/\(kind.rawValue)", permission: permission, parameters: .query(choice),
        answer: ReportsAPI.rows(of: kind)),
    ]
  }
}
