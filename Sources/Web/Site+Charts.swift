import HTTPTypes
import Hummingbird

extension Site {
  /// What draws charts, as far as it is installed.
  static let charts: [Route] = [
    // Pages name the version, so that browsers ask anew for another.
    Route(
      method: .get, path: "/libraries/chart.js", permission: .anyone, parameters: .query(["v"]),
      answer: ChartLibrary.show)
  ]
}
