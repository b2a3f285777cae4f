import Hummingbird
import Reports
import Statistics

/// A list of what needs attention now as a file: all its rows, most urgent first.
enum AttentionFile {
  static func send(_ kind: AttentionKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer) = (try visit.query(), try visit.viewer)
    let asked = try OverviewQuery(query)
    // Check the conditions before the response starts, so that a refusal is an error page.
    _ = try await visit.read { try asked.list(kind, for: viewer, at: visit.moment, $0) }
    return try await FileResponse(visit, query, stem: "overview-\(kind.rawValue)").response(
      "overview.download", about: kind.rawValue
    ) { Report.attention(try asked.list(kind, for: viewer, at: visit.moment, $0)) }
  }
}
