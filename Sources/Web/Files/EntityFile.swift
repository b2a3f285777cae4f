import Access
import Hummingbird
import Reports
import Statistics

/// The users on an entity's page as a file: all rows.
enum EntityFile {
  static func send(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let viewer = try visit.viewer
    // Check access before the response starts, so that a refusal is an error page.
    let thing = try await visit.read { try Entity(kind, id: id, for: viewer, $0) }
    return try await FileResponse(visit, query, stem: "\(kind.rawValue)-\(thing.name)").response(
      "\(kind.rawValue).download", about: id
    ) { [now = visit.now] session in
      Report.roster(EntityStatistics(try Entity(kind, id: id, for: viewer, session), for: viewer, now: now).roster)
    }
  }
}
