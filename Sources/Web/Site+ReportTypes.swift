import Access
import Hummingbird
import Reports

extension Site {
  /// Custom reports of each type: their files, at once and made later, and their rows by API.
  static let reportTypes: [Route] = CustomReport.Kind.allCases.flatMap { kind in
    let permission = Permission.role { kind.isOpen(to: $0) }
    let file: RouterPath = "/reports/\(kind.rawValue)/download"
    return [
      Route(method: .get, path: file, permission: permission, answer: Downloads.now(Downloads.report(kind))),
      Route(method: .post, path: file, permission: permission, answer: Downloads.later(Downloads.report(kind))),
      Route(
        method: .get, path: "/api/v1/reports/\(kind.rawValue)", permission: permission,
        answer: ReportsAPI.rows(of: kind)),
    ]
  }
}
