import HTTPTypes
import Hummingbird

extension Site {
  /// The charting library, if it is installed.
  static let charts: [Route] = [
    // Pages add the version to the URL, so that browsers fetch a new one.
    Route(
      method: .get, path: "/libraries/chart.js", permission: .anyone, parameters: .query(["v"]),
      answer: ChartLibrary.show)
  ]
}
