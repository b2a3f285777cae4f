import Access
import HTTPTypes
import Hummingbird

extension Site {
  /// Reports, by API.
  static let reports: [Route] = [
    Route(
      method: .get, path: "/api/v1/reports/general-stats", permission: .role { $0.seesUsers },
      answer: ReportsAPI.generalStats)
  ]
}
