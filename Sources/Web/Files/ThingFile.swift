import Access
import Hummingbird
import Reports
import Statistics

/// The users of a thing as a file: all rows of its page.
enum ThingFile {
  static func send(_ kind: ThingKind, _ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let viewer = try visit.viewer
    let format: FileAnswer.Format = try query.choice("format", default: .csv)
    // Whoever may not open it gets an error page rather than half a file.
    let thing = try await visit.read { try Thing(kind, id: id, for: viewer, $0) }
    let name = "\(kind.rawValue)-\(thing.name.map { $0.isNewline || $0 == "/" ? "_" : String($0) }.joined())"
    return try await FileAnswer(visit: visit, format: format, name: name).response(
      "\(kind.rawValue).download", about: id
    ) { [now = visit.now] session in
      Report.roster(
        try ThingStatistics(Thing(kind, id: id, for: viewer, session), for: viewer, now: now, session).roster)
    }
  }
}
