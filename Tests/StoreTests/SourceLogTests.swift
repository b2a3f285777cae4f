import DatabaseAccess
import Records
import Testing
import TestSupport

@testable import Store

/// Sources of records, and their runs.
@Suite struct SourceLogTests {
  private func campus() throws -> Source { try #require(Source(moodle: "campus")) }

  private func run(_ source: Source, at start: Int, rows: [String: Int] = [:]) -> SourceRun {
    var run = SourceRun(of: source, at: start)
    run.rows = rows
    return run
  }

  @Test func `The name of a Moodle is that of no other source`() {
    for name in ["", "records", "xapi", "My Moodle", String(repeating: "a", count: 33)] {
      #expect(Source(moodle: name) == nil, "\(name)")
    }
    #expect(Source(moodle: "moodle")?.kind == .moodle && Source(moodle: "campus-2")?.name == "campus-2")
  }

  @Test func `Folders and pages are always sources, others once they were used`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    func names() async throws -> [String] {
      try await store.database.read { try SourceLog.all($0).map(\.source.name) }
    }
    #expect(try await names() == ["records", "pages"])
    let campus = try campus()
    try await store.database.write { session in
      try session.run(
        "INSERT INTO identities (user_key, kind, value) SELECT key, 'oidc', 'https://i x' FROM users LIMIT 1")
      try run(campus, at: 5).write(session)
      try run(.xapi, at: 6).write(session)
    }
    #expect(try await names() == ["records", "pages", "sso", "campus", "xapi"])
    #expect(try await store.database.read { try SourceLog.source("campus", $0) } == campus)
    #expect(try await store.database.read { try SourceLog.source("other", $0) } == nil)
  }

  @Test func `A run is read as it was written, and old ones go`() async throws {
    let store = try await TestStore()
    var run = run(try campus(), at: 100, rows: ["user": 10, "course": 0])
    run.counts = [.users: ImportCounts(added: 9, changed: 1, same: 2, ended: 3)]
    (run.seconds, run.noteCount, run.notes) = (7, 1, "table,id,note\n")
    let (first, source) = (run, run.source)
    try await store.database.write { session in
      try first.write(session)
      for start in 0..<SourceRun.kept.runs { try self.run(source, at: start).write(session) }
    }
    let runs = try await store.database.read { try SourceLog.runs(of: source, limit: 1_000, $0) }
    #expect(runs.count == SourceRun.kept.runs && runs.map(\.run.startedAt) == (0..<SourceRun.kept.runs).reversed())
    run.error = "Broken."
    let failed = run
    try await store.database.write { try failed.writeFailure($0) }
    let entry = try #require(
      try await store.database.read { try SourceLog.runs(of: source, limit: 1, $0) }.first)
    #expect(entry.run.rows == run.rows && entry.run.counts == run.counts && entry.run.error == "Broken.")
    #expect(entry.run.seconds == 7 && entry.run.noteCount == 1 && entry.hasNotes)
    #expect(try await store.database.read { try SourceLog.notes(of: source, run: entry.key, $0) } == "table,id,note\n")
    #expect(try await store.database.read { try SourceLog.notes(of: .records, run: entry.key, $0) } == nil)
    try await store.database.write { session in
      for start in 0..<SourceRun.kept.withNotes { try self.run(source, at: start).write(session) }
    }
    #expect(try await store.database.read { try SourceLog.notes(of: source, run: entry.key, $0) } == nil)
  }

  @Test func `However often a source fails, its tables are compared with those of the run that imported them`()
    async throws
  {
    let store = try await TestStore()
    let source = try campus()
    try await store.database.write { session in
      var good = run(source, at: 1, rows: ["a": 10])
      good.notes = "table,id,note\n"
      try good.write(session)
      for start in 2..<2 + 2 * SourceRun.kept.runs {
        var failed = run(source, at: start, rows: ["a": 1])
        failed.error = "Broken."
        try failed.writeFailure(session)
      }
    }
    let lost = try await store.database.read { try SourceLog.losses(of: run(source, at: 999, rows: ["a": 1]), $0) }
    #expect(lost == [SourceLoss(table: "a", rows: 1, before: 10)])
    let runs = try await store.database.read { try SourceLog.runs(of: source, limit: 1_000, $0) }
    #expect(runs.count == SourceRun.kept.runs + 1 && runs.last?.run.error == nil && runs.last?.hasNotes == true)
  }

  @Test func `A source that fails before its first run leaves nothing`() async throws {
    let store = try await TestStore()
    var run = run(.records, at: 1)
    run.error = "Broken."
    let failed = run
    try await store.database.write { try failed.writeFailure($0) }
    #expect(try await store.rows("source_runs").isEmpty)
    #expect(try await store.rows("sources").isEmpty)
  }

  @Test func `Tables with less than half of the rows of the last successful run are found`() async throws {
    let store = try await TestStore()
    let source = try campus()
    func losses(_ rows: [String: Int]) async throws -> [SourceLoss] {
      try await store.database.read { try SourceLog.losses(of: run(source, at: 9, rows: rows), $0) }
    }
    #expect(try await losses([:]) == [])
    try await store.database.write { session in
      try run(source, at: 1, rows: ["a": 10, "b": 1, "c": 0]).write(session)
      var failed = run(source, at: 2, rows: ["a": 1])
      failed.error = "Broken."
      try failed.write(session)
    }
    #expect(try await losses(["a": 5, "b": 1]) == [])
    #expect(
      try await losses(["a": 4]) == [
        SourceLoss(table: "a", rows: 4, before: 10), SourceLoss(table: "b", rows: 0, before: 1),
      ])
  }
}
