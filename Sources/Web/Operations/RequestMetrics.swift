import Hummingbird
import Records
import Synchronization

/// Request metrics by route pattern, method and class of status. URLs and ids are never labels, so the number of series
/// is bounded and none identifies a person.
final class RequestMetrics: Sendable {
  struct Series: Hashable, Sendable {
    let route: String
    let method: String

    /// - Parameter route: Hummingbird's pattern; becomes `files` for static files and `none` for unknown paths.
    init(route: String?, _ method: HTTPRequest.Method) {
      let route = route ?? ""
      self.route = PublicFiles.all.files[route] != nil ? "files" : route.startsWithBytes(of: "/") ? route : "none"
      // Clients can invent methods.
      self.method = Self.methods.contains(method) ? method.rawValue : "other"
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
  }

  struct Figures: Sendable {
    /// Keys such as `2xx`.
    var statuses: [String: Int] = [:]
    var durations = Histogram()
    var bytes = 0
  }

  private struct State {
    var series: [Series: Figures] = [:]
    var inFlight = 0
    var brokenOff = 0
  }

  private let state = Mutex(State())

  func begin() { state.withLock { $0.inFlight += 1 } }

  func end(_ series: Series, status: Int, _ duration: Duration, bytes: Int, isBrokenOff: Bool) {
    state.withLock { state in
      state.inFlight -= 1
      if isBrokenOff { state.brokenOff += 1 }
      state.series[series, default: Figures()].statuses["\(status / 100)xx", default: 0] += 1
      state.series[series]?.durations.add(duration)
      state.series[series]?.bytes += bytes
    }
  }

  func write(to text: inout MetricsText) {
    let state = state.withLock { $0 }
    let all = state.series.sorted { ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method) }
      .map { (labels: [("route", $0.key.route), ("method", $0.key.method)], figures: $0.value) }
    text.add(
      "tallybook_http_requests_total", .counter, "Completed requests, by route pattern, method and class of status.",
      all.flatMap { labels, figures in
        figures.statuses.sorted { $0.key < $1.key }.map { (labels + [("status", $0.key)], Double($0.value)) }
      })
    text.add(
      "tallybook_http_request_duration_seconds", "From the request's head to the end of the response.",
      all.map { ($0.labels, $0.figures.durations) })
    text.add(
      "tallybook_http_response_bytes_total", .counter, "Bytes of response bodies.",
      all.map { ($0.labels, Double($0.figures.bytes)) })
    text.add("tallybook_http_requests_in_flight", .gauge, "Requests in progress.", Double(state.inFlight))
    text.add(
      "tallybook_http_requests_broken_off_total", .counter, "Responses that were aborted before their end.",
      Double(state.brokenOff))
  }
}
