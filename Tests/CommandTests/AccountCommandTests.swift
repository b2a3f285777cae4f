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

  private func actions(_ program: Program) async throws -> [String] {
    try await SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1).read { session in
      try session.all("SELECT action || ' ' || filters FROM audit_log WHERE viewer_key IS NULL ORDER BY key") {
        $0.text(at: 0)
      }
    }
  }

  @Test func `A user is created, deleted and restored`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let made = try program.run(["user", "create", "New.Person@example.com"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("Next: tallybook user password new.person@example.com"))
    let user = ["new.person@example.com"]
    #expect(try program.run(["user", "delete"] + user).status == 0)
    #expect(try program.run(["user", "delete"] + user).status == 67)
    #expect(try program.run(["user", "password"] + user, input: Self.good + "\n").status == 67)
    #expect(try program.run(["user", "restore"] + user).status == 0)
    #expect(try program.run(["user", "restore"] + user).status == 67)
    #expect(try program.run(["user", "password"] + user, input: Self.good + "\n").status == 0)
    let names = try await SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1).read { session in
      try session.all("SELECT first_name || ' ' || last_name FROM users WHERE email = \(user[0])") { $0.text(at: 0) }
    }
    #expect(names == ["New Person"])
    #expect(
      try await actions(program).filter { $0.hasPrefix("member.") }
        == ["create", "delete", "restore"].map { "member.\($0) way=command" })
    #expect(try program.run(["verify"]).status == 0)
  }

  @Test func `Addresses of others, invalid ones and the owner are refused`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    for address in ["coach@example.com", "nobody"] {
      let refused = try program.run(["user", "create", address])
      #expect(refused.status == 65 && refused.errors.contains("email “\(address)”"), "\(refused.errors)")
    }
    let owner = try program.run(["user", "delete", "owner@example.com"])
    #expect(owner.status == 65 && owner.errors.contains("This user is the owner"), "\(owner.errors)")
    #expect(try await actions(program) == [])
  }

  @Test func `Of several deleted users with one address, one is named by the id`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    for _ in 0..<2 {
      #expect(try program.run(["user", "create", "x@example.com"]).status == 0)
      #expect(try program.run(["user", "delete", "x@example.com"]).status == 0)
    }
    let several = try program.run(["user", "restore", "x@example.com"])
    let ids = try #require(several.errors.firstMatch(of: #/ids: (\S+), (\S+)\./#))
    #expect(several.status == 65)
    #expect(try program.run(["user", "restore", String(ids.2)]).status == 0)
    // Now the address belongs to a current user.
    #expect(try program.run(["user", "restore", String(ids.1)]).status == 65)
  }
}
