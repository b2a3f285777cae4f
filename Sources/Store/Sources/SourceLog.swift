package import DatabaseAccess

/// Reads which sources there are, and their runs.
package enum SourceLog {
  /// A run, and the key that names it in a URL.
  package struct Entry: Sendable {
    package let key: Int
    package let run: SourceRun
    package let hasNotes: Bool
  }

  /// The sources that always exist, those that have written something, and those that have run; each with its last run.
  package static func all(_ session: any SQLSession) throws -> [(source: Source, last: SourceRun?)] {
    let stored = try session.all("SELECT name, kind FROM sources ORDER BY name") { row in
      Source.Kind(rawValue: row.text(at: 1)).map { Source(stored: row.text(at: 0), $0) }
    }.compactMap { $0 }
    let traces: [(Source, SQLText)] = [
      (.scim, "SELECT 1 FROM directory_users LIMIT 1"), (.sso, "SELECT 1 FROM identities WHERE kind = 'oidc' LIMIT 1"),
      (.xapi, "SELECT 1 FROM statements LIMIT 1"),
    ]
    let used = try traces.filter { try session.first($0.1) { _ in true } ?? false }.map(\.0)
    let always = [Source.records, .pages]
    let others = (used + stored).filter { !always.contains($0) }
    let all = always + others.enumerated().filter { !others[..<$0.offset].contains($0.element) }.map(\.element)
    return try all.map { ($0, try runs(of: $0, limit: 1, session).first?.run) }
  }

  /// - Returns: nil if there is no such source.
  package static func source(_ name: String, _ session: any SQLSession) throws -> Source? {
    try all(session).first { $0.source.name == name }?.source
  }

  /// The runs of a source, latest first.
  package static func runs(of source: Source, limit: Int, _ session: any SQLSession) throws -> [Entry] {
    try session.all(
      """
      SELECT \(sql: SourceRun.reader.columns), CASE WHEN r.notes IS NOT NULL THEN 1 ELSE 0 END FROM source_runs AS r
      WHERE r.source = \(source.name) ORDER BY r.key DESC LIMIT \(limit)
      """
    ) { row in
      Entry(
        key: SourceRun.reader.read(row).key, run: SourceRun(of: source, row),
        hasNotes: row.flag(SourceRun.reader.count))
    }
  }

  /// The notes of a run as CSV; nil if there is no such run of this source, or it has none.
  package static func notes(of source: Source, run key: Int, _ session: any SQLSession) throws -> String? {
    try session.first("SELECT notes FROM source_runs WHERE key = \(key) AND source = \(source.name)") { $0.text(0) }
      ?? nil
  }

  static func hasRun(_ source: Source, _ session: any SQLSession) throws -> Bool {
    try session.first("SELECT 1 FROM source_runs WHERE source = \(source.name) LIMIT 1") { _ in true } ?? false
  }

  /// The tables or files from which a run read less than half of the rows of the last successful run, or none: the
  /// source has probably lost them. By name.
  package static func losses(of run: SourceRun, _ session: any SQLSession) throws -> [SourceLoss] {
    let last = try session.first(
      """
      SELECT \(sql: SourceRun.reader.columns) FROM source_runs AS r
      WHERE r.source = \(run.source.name) AND r.error IS NULL ORDER BY r.key DESC LIMIT 1
      """
    ) { SourceRun(of: run.source, $0) }
    return (last?.rows ?? [:]).sorted { $0.key < $1.key }.compactMap { table, before in
      let rows = run.rows[table] ?? 0
      return rows * 2 < before ? SourceLoss(table: table, rows: rows, before: before) : nil
    }
  }
}

/// A table or file of a source that has lost most of its rows.
package struct SourceLoss: Sendable, Equatable {
  package let table: String
  package let rows: Int
  /// The rows of the last successful run.
  package let before: Int
}
