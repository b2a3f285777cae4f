import HTTPTypes
import Hummingbird
import Reports

/// The API of reports: the rows of the file keyed by column, as one document or as JSON lines.
enum ReportsAPI {
  static func rows(of kind: CustomReport.Kind) -> @Sendable (WebRequest) async throws -> Response {
    { visit in
      let settings = visit.services.settings
      let wanted = try ReportFilters(try visit.query()).request(kind, at: visit.moment)
      let viewer = try visit.viewer
      let isLines = visit.request.accepts("ndjson")
      let action = kind == .generalStats ? "general-stats.rows" : "report.rows"
      let body = try await FilePipe.body(visit, action, about: kind == .generalStats ? nil : kind.rawValue) {
        pipe, session in
        let writer = JSONRowsWriter(isLines ? .lines : .document) { try pipe.send($0) }
        return try wanted.report(for: viewer, repliesCount: settings.repliesCountAsPublications, session)
          .write(to: writer, session)
      }
      let type = isLines ? FileFormat.ndjson.type : "application/json"
      return Response(status: .ok, headers: [.contentType: type], body: body)
    }
  }
}
