import HTTPTypes
import Hummingbird
import Reports

/// Reports, by API: the rows of the file by the keys of its columns, as one document or as JSON lines.
enum ReportsAPI {
  static func generalStats(_ visit: Visit) async throws -> Response {
    let wanted = try GeneralStatsChoice(try visit.query()).request(visit.services.settings.style, now: visit.now)
    let viewer = try visit.viewer
    let isLines = visit.request.headers[.accept]?.contains("ndjson") ?? false
    let body = try await FilePipe.body(visit, "general-stats.rows") { pipe, session in
      let writer = JSONRowsWriter(isLines ? .lines : .document) { try pipe.send($0) }
      return try Report.generalStats(try wanted.filter(for: viewer, session), session).write(to: writer, session)
    }
    let type = isLines ? "application/x-ndjson" : "application/json"
    return Response(status: .ok, headers: [.contentType: type], body: body)
  }
}
