import Access
import Hummingbird
import Reports
import Statistics

/// The users on an entity's page as a file: all rows.
enum ThingFile {
  static func send(_ kind: ThingKind, _ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let viewer = try visit.viewer
    // Check access before the response starts, so that a refusal is an error page.
    let thing = try await visit.read { try Thing(kind, id: id, for: viewer, $0) }
    return try await FileAnswer(visit, query, stem: "\(kind.rawValue)-\(thing.name)").response(
      "\(kind.rawValue).download", about: id
    ) { [now = visit.now] session in
      Report.roster(
        try ThingStatistics(Thing(kind, id: id, for: viewer, session), for: viewer, now: now, session).roster)
    }
  }
}
