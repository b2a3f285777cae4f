import HTTPTypes
import Hummingbird

extension Site {
  /// What draws charts, as far as it is installed.
  static let charts: [Route] = [
    Route(method: .get, path: "/libraries/chart.js", permission: .anyone, answer: ChartLibrary.show)
  ]
}
