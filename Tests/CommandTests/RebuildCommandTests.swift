import DatabaseAccess
import SQLiteDatabase
import Testing

/// Standings of another version are recomputed by `rebuild`, and by `import` and `serve` before they do anything else.
@Suite struct RebuildCommandTests {
  private static let said = "Another version of Tallybook computed the standings of this store; recomputing them."

  /// A store whose standings are wrong and of an older version.
  private static func outdate(_ program: Program) async throws {
    let store = try SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1)
    try await store.write { session in
      try session.run("UPDATE user_standings SET time_spent = time_spent + 1")
      try session.run("DELETE FROM course_standings")
      try session.run("UPDATE all_attempts SET superseded_at = 7")
      try session.run("UPDATE standings_version SET version = 0")
    }
  }

  private static func isRight(_ program: Program) throws -> Bool { try program.run(["verify"]).status == 0 }

  @Test func `Wrong standings of an older version are right after a rebuild`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try await Self.outdate(program)
    let found = try program.run(["verify"])
    #expect(found.status == 1 && found.errors.contains("tallybook rebuild"))
    #expect(try program.run(["check"]).output.contains("Stored values: computed by another version"))
    let rebuilt = try program.run(["rebuild"])
    #expect(rebuilt.status == 0 && rebuilt.output == "Recomputed the standings of 25 users.\n", "\(rebuilt)")
    #expect(try Self.isRight(program))
    #expect(try !program.run(["check"]).output.contains("another version"))
  }

  @Test func `The server recomputes them before it serves, once`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try await Self.outdate(program)
    for isFirst in [true, false] {
      let server = try ServingProgram(program)
      _ = try await server.port()
      #expect(server.text.contains(Self.said) == isFirst, "\(server.text)")
      server.stop()
      #expect(try Self.isRight(program))
    }
  }

  @Test func `An import recomputes them, a dry run does not`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try await Self.outdate(program)
    #expect(try !program.run(["import", "records", "--dry-run"]).output.contains(Self.said))
    #expect(try !Self.isRight(program))
    #expect(try program.run(["import", "records"]).output.contains(Self.said))
    #expect(try Self.isRight(program))
    #expect(try !program.run(["import", "records"]).output.contains(Self.said))
  }
}
