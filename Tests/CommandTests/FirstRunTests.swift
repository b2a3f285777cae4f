import DatabaseAccess
import Foundation
import SQLiteDatabase
import Testing

/// The first run: each command says which one comes next.
@Suite struct FirstRunTests {
  private static let users = """
    id,email,first_name,last_name,created_at
    u1,ada@example.com,Ada,Lovelace,2025-01-01T08:00:00Z
    u2,bob@example.com,Bob,Babbage,2025-01-01T08:00:00Z

    """

  private func program(_ files: [String: String] = [:]) throws -> Program {
    let program = try Program()
    try FileManager.default.createDirectory(atPath: program.path("my-records"), withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: program.path("my-records/\(name).csv"))) }
    return program
  }

  private func rows(_ program: Program, _ sql: String) async throws -> [String] {
    let store = try SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1)
    return try await store.read { session in try session.all(SQLText(raw: sql)) { $0.text(at: 0) } }
  }

  private static let owners = """
    SELECT u.email || ' ' || u.first_name || ' ' || u.last_name || ' ' || g.id FROM memberships AS m
    JOIN users AS u ON u.key = m.user_key JOIN groups AS g ON g.key = m.group_key
    WHERE m.role = 'owner' AND m.until IS NULL AND g.parent IS NULL
    """

  @Test func `An empty store gets its owner and the platform group`() async throws {
    let program = try program()
    defer { program.remove() }
    let made = try program.run(["user", "owner", "ada.lovelace@example.com"])
    #expect(made.status == 0 && made.output.contains("is the owner now"), "\(made.errors)")
    #expect(made.output.contains("Next: tallybook user password ada.lovelace@example.com\n"))
    #expect(try await rows(program, Self.owners) == ["ada.lovelace@example.com Ada Lovelace platform"])
    #expect(try await rows(program, "SELECT action FROM audit_log ORDER BY key") == ["member.create", "owner.set"])
    let again = try program.run(
      ["user", "owner", "ADA.lovelace@example.com", "--password-stdin"], input: "quartz violin harbour 71\n")
    #expect(
      again.status == 0 && again.output.contains("is the owner already")
        && again.output.contains("Next: tallybook serve"))
    let check = try program.run(["check"])
    #expect(check.status == 0 && !check.output.contains("owner yet"), "\(check.output)")
  }

  @Test func `Names and the password can be told`() async throws {
    let program = try program()
    defer { program.remove() }
    let words = [
      "user", "owner", "a@example.com", "--first-name", "Zoë", "--last-name", "de Vries", "--password-stdin",
    ]
    #expect(try program.run(words, input: "short\n").status == 65)
    #expect(
      !FileManager.default.fileExists(atPath: program.path("tallybook.sqlite")), "made before the password was read")
    #expect(try program.run(words, input: "quartz violin harbour 71\n").status == 0)
    #expect(try await rows(program, Self.owners) == ["a@example.com Zoë de Vries platform"])
    #expect(try await rows(program, "SELECT 'x' FROM passwords") == ["x"])
  }

  @Test func `One of the users becomes the owner, who is replaced only if that is said`() async throws {
    let program = try program(["users": Self.users, "groups": "id,name,parent\nroot,Acme,\n"])
    defer { program.remove() }
    #expect(try program.run(["import", "my-records"]).status == 0)
    let unknown = try program.run(["user", "owner", "adda@example.com"])
    #expect(unknown.status == 67 && unknown.errors.contains("None of the 2 users"), "\(unknown.errors)")
    let renamed = try program.run(["user", "owner", "ada@example.com", "--first-name", "X"])
    #expect(renamed.status == 65 && renamed.errors.contains("already has a name"))
    #expect(try program.run(["user", "owner", "ada@example.com"]).status == 0)
    #expect(try await rows(program, Self.owners) == ["ada@example.com Ada Lovelace root"])
    let owned = try program.run(["user", "owner", "bob@example.com"])
    #expect(
      owned.status == 65 && owned.errors.contains("ada@example.com is the owner. Add --replace"), "\(owned.errors)")
    let replaced = try program.run(["user", "owner", "bob@example.com", "--replace"])
    #expect(replaced.status == 0 && replaced.output.contains("ada@example.com is no longer the owner"))
    #expect(try await rows(program, Self.owners) == ["bob@example.com Bob Babbage root"])
    let new = try program.run(["user", "owner", "eve@example.com", "--new", "--replace"])
    #expect(new.status == 0 && new.output.contains("Created the user eve@example.com"), "\(new.errors)")
    let last = "SELECT filters FROM audit_log WHERE action = 'owner.set' ORDER BY key"
    #expect(try await rows(program, last) == ["way=command", "way=command&former=u1", "way=command&former=u2"])
    #expect(try program.run(["verify"]).status == 0)
  }

  @Test(arguments: ["", "@", "a b@example.com", "a@example.com\u{200B}", ".a@example.com"])
  func `What is no address names no owner`(address: String) async throws {
    let program = try program()
    defer { program.remove() }
    let outcome = try program.run(["user", "owner", "--", address])
    #expect(outcome.status == 65 && !outcome.errors.isEmpty, "\(outcome.status) \(outcome.errors)")
    #expect(try await rows(program, "SELECT 'x' FROM users UNION ALL SELECT 'y' FROM groups").isEmpty)
  }

  @Test func `An import of users alone says what is missing, until nothing is`() throws {
    let program = try program(["users": Self.users])
    defer { program.remove() }
    let first = try program.run(["import", "my-records"])
    #expect(first.output.contains("nobody can see any user. Name one of the users: tallybook user owner ADDRESS\n"))
    #expect(first.output.contains("No user is in a group."))
    #expect(
      try program.run(["check"]).output.contains("problem  This platform has no owner yet: nobody can see any user."))
    #expect(try program.run(["user", "owner", "ada@example.com"]).status == 0)
    let second = try program.run(["import", "my-records"])
    #expect(
      second.output.contains("has no password yet: tallybook user password ada@example.com\n"), "\(second.output)")
    #expect(try program.run(["user", "password", "ada@example.com"], input: "quartz violin harbour 71\n").status == 0)
    let third = try program.run(["import", "my-records"])
    #expect(!third.output.contains("yet") && third.output.contains("Nothing changed."), "\(third.output)")
    let elsewhere = try program.run(["import", "my-records", "--store", "o ther.sqlite"])
    #expect(elsewhere.output.contains("tallybook user owner ADDRESS --store 'o ther.sqlite'"), "\(elsewhere.output)")
  }

  @Test func `A whole platform lacks nothing but a password`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run(["demo", "--users", "25", "--out", "records"])
    let imported = try program.run(["import", "records"]).output
    #expect(imported.contains("has no password yet") && !imported.contains("No user is in a group"))
    #expect(!imported.contains("has no owner"))
  }
}
