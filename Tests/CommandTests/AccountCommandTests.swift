import DatabaseAccess
import SQLiteDatabase
import Testing

/// Commands that give users credentials keep the rules of the pages, except that they do not ask for the current
/// password.
@Suite struct AccountCommandTests {
  private static let good = "seven green umbrellas"

  private func setPassword(_ password: String, by program: Program) throws -> Program.Outcome {
    try program.run(["user", "password", "coach@example.com"], input: password + "\n")
  }

  @Test(arguments: [
    ("password123", "many people use it"), ("hcaoc-2026-coach", "the user's own name or address"),
    ("short", "at least 10 characters"),
  ]) func `A bad password is refused, with what is wrong`(password: String, said: String) throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let refused = try setPassword(password, by: program)
    #expect(refused.status == 65 && refused.errors.contains(said), "\(refused.errors)")
    #expect(refused.errors.contains("Nothing was changed") && !refused.errors.contains(password))
    #expect(try program.run(["check"]).output.contains("Nobody can sign in with a password yet"))
  }

  @Test func `A new password revokes tokens, and letters tell of both`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    #expect(try setPassword(Self.good, by: program).status == 0)
    for user in ["coach", "owner"] {
      #expect(try program.run(["token", "create", "--user", "\(user)@example.com", "--name", user]).status == 0)
    }
    #expect(try !program.run(["token", "list"]).output.contains("revoked"))
    #expect(try setPassword("eight blue umbrellas", by: program).status == 0)
    let lines = try program.run(["token", "list"]).output.split(separator: "\n")
    #expect(lines.filter { $0.contains("revoked") }.map { $0.contains("coach@example.com") } == [true])
    let kinds = try await SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1).read { session in
      try session.all("SELECT kind FROM letters ORDER BY key") { $0.text(at: 0) }
    }
    #expect(kinds == ["token", "token", "password"])
  }

  @Test func `The dictionary of common passwords is checked`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    #expect(try program.run(["check"]).output.contains("ok       Common passwords: the dictionary"))
  }
}
