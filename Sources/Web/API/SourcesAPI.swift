import Access
import Hummingbird
import Records
import Store
import Support

/// The API of the sources of records.
enum SourcesAPI {
  static func list(_ visit: WebRequest) async throws -> Response {
    if visit.isReadOnly { throw AccessDenied.notPermitted }
    let all = try await visit.read { try SourceLog.all($0) }
    let sources = all.map { source, last in
      JSONValue.object([
        ("name", .string(source.name)), ("kind", .string(source.kind.rawValue)), ("last_run", last.map(run) ?? .null),
      ])
    }
    return JSONValue.object([("sources", .array(sources))]).response()
  }

  private static func run(_ run: SourceRun) -> JSONValue {
    .object([
      ("at", .instant(run.startedAt)), ("seconds", .integer(run.seconds)),
      ("rows_read", .object(run.rows.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
      ("records", .object(RecordKind.all.compactMap { kind in run.counts[kind].map { (kind.name, counts($0)) } })),
      ("notes", .integer(run.noteCount)), ("error", .string(run.error)),
    ])
  }

  private static func counts(_ counts: ImportCounts) -> JSONValue {
    [
      "new": .integer(counts.added), "changed": .integer(counts.changed), "unchanged": .integer(counts.same),
      "ended": .integer(counts.ended),
    ]
  }
}
