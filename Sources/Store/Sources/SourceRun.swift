package import DatabaseAccess
package import Records
import Support

/// A run of a source: what it read, and what became of it.
package struct SourceRun: Sendable {
  package let source: Source
  /// Seconds UTC, by the machine's clock.
  package let startedAt: Int
  package var seconds = 0
  /// Rows read, by table or file of the source.
  package var rows: [String: Int] = [:]
  package var counts: [RecordKind: ImportCounts] = [:]
  package var noteCount = 0
  /// All notes, as CSV; nil: there are none, or they are not kept any more.
  package var notes: String?
  /// Why nothing was imported; nil: it was.
  package var error: String?

  package init(of source: Source, at startedAt: Int) {
    self.source = source
    self.startedAt = startedAt
  }

  /// The records of a run that counted them; nil for one of statements, whose records follow from them.
  package var counted: ImportCounts? { counts.isEmpty ? nil : total }
  package var rowCount: Int { rows.values.reduce(0, +) }
  package var total: ImportCounts { counts.values.reduce(into: ImportCounts()) { $0 += $1 } }

  /// How many runs of a source are kept, and how many of them with their notes.
  static let kept = (runs: 100, withNotes: 10)
  /// The maximum size of the notes of a run, in bytes.
  package static let notesLimit = 4 << 20

  /// Adds the run to those of its source, and removes old ones.
  package func write(_ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO sources (name, kind) VALUES (\(source.name), \(source.kind.rawValue)) ON CONFLICT (name) DO NOTHING
      """)
    try session.run(
      """
      INSERT INTO source_runs (source, started_at, seconds, rows_read, records, note_count, notes, error)
      VALUES (\(source.name), \(startedAt), \(seconds), \(rowsJSON), \(countsJSON), \(noteCount), \(notes), \(error))
      """)
    // The last one that imported anything stays, however many have failed since: tables are compared with it.
    func older(than runs: Int) -> SQLText {
      """
      source = \(source.name) AND key <= (SELECT r.key FROM source_runs AS r WHERE r.source = \(source.name)
        ORDER BY r.key DESC LIMIT 1 OFFSET \(runs))
      AND key <> coalesce((SELECT max(g.key) FROM source_runs AS g WHERE g.source = \(source.name) AND g.error IS NULL), 0)
      """
    }
    try session.run("DELETE FROM source_runs WHERE \(sql: older(than: Self.kept.runs))")
    try session.run(
      "UPDATE source_runs SET notes = NULL WHERE notes IS NOT NULL AND \(sql: older(than: Self.kept.withNotes))")
  }

  /// Adds a run that failed, if the source has run before: the first one leaves nothing behind.
  package func writeFailure(_ session: any SQLSession) throws {
    if try SourceLog.hasRun(source, session) { try write(session) }
  }

  private var rowsJSON: String {
    JSONValue.object(rows.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }).text
  }

  private var countsJSON: String {
    JSONValue.object(
      RecordKind.all.compactMap { kind in
        counts[kind].map { (kind.name, .array([$0.added, $0.changed, $0.same, $0.ended].map { .integer($0) })) }
      }
    ).text
  }
}

extension SourceRun {
  /// Selects and decodes rows `r` of `source_runs`, without their notes.
  static let reader = RowReader { columns in
    (
      key: columns.integer(at: "r.key"), at: columns.integer(at: "r.started_at"),
      seconds: columns.integer(at: "r.seconds"), rows: columns.text(at: "r.rows_read"),
      records: columns.text(at: "r.records"), noteCount: columns.integer(at: "r.note_count"),
      error: columns.text("r.error")
    )
  }

  init(of source: Source, _ row: any SQLRow) {
    let stored = Self.reader.read(row)
    self.init(of: source, at: stored.at)
    (seconds, noteCount, error) = (stored.seconds, stored.noteCount, stored.error)
    rows = Self.members(stored.rows).reduce(into: [:]) { $0[$1.0] = $1.1.integer }
    counts = Self.members(stored.records).reduce(into: [:]) { counts, member in
      let numbers = (member.1.items ?? []).compactMap(\.integer)
      guard let kind = RecordKind.named(member.0), numbers.count == 4 else { return }
      counts[kind] = ImportCounts(added: numbers[0], changed: numbers[1], same: numbers[2], ended: numbers[3])
    }
  }

  private static func members(_ text: String) -> [(String, JSONValue)] {
    JSONValue(parsing: Array(text.utf8))?.members ?? []
  }
}

extension JSONValue {
  fileprivate var integer: Int? { if case .integer(let value) = self { value } else { nil } }
}
