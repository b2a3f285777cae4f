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
    // Check access and conditions before the response starts, so that a refusal is an error page.
    let thing = try await visit.read { session in
      let thing = try Entity(kind, id: id, for: viewer, session)
      _ = try RosterRows.roster(EntityStatistics(thing, for: viewer, now: visit.now), query, visit, session)
      return thing
    }
    return try await FileResponse(visit, query, stem: "\(kind.rawValue)-\(thing.name)").response(
      "\(kind.rawValue).download", about: id
    ) { session in
      let statistics = EntityStatistics(try Entity(kind, id: id, for: viewer, session), for: viewer, now: visit.now)
      return Report.roster(try RosterRows.roster(statistics, query, visit, session))
    }
  }
}
