import Foundation
import Testing

/// `tallybook import --snapshot`: a manager that is missing from the file (case 13 of real life), and files that lack
/// most records.
@Suite struct SnapshotCommandTests {
  private static let records = [
    "users": """
    id,email,first_name,last_name,created_at
    own,owner@example.com,Olga,Owner,2025-01-01T08:00:00Z
    u1,amira@example.com,Amira,Voss,2025-02-01T08:00:00Z
    u2,ben@example.com,Ben,Oduya,2025-02-01T08:00:00Z

    """,
    "groups": "id,name,parent\nroot,Platform,\nward,Ward,root\n",
    "memberships": "group,user,role\nroot,own,owner\nward,u1,learner\n",
    "managers": "user,manager\nu1,own\n",
  ]

  private static func write(_ texts: [String: String], _ folder: String, _ program: Program) throws {
    let folder = program.folder.appending(path: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (kind, text) in texts { try Data(text.utf8).write(to: folder.appending(path: kind + ".csv")) }
  }

  private static func program() throws -> Program {
    let program = try Program()
    try write(records, "records", program)
    try write(["managers": "user,manager\nu1,u2\n"], "next", program)
    try write(["managers": "user,manager\n"], "empty", program)
    let outcome = try program.run(["import", "records"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return program
  }

  @Test func `A manager whom the file does not name any more is closed by a snapshot alone`() throws {
    let program = try Self.program()
    defer { program.remove() }
    let both = try program.run(["import", "next"])
    #expect(both.status == 0 && both.output.contains("managers: 1 new, 0 changed, 0 the same\n"), "\(both.output)")
    let dry = try program.run(["import", "next", "--snapshot", "managers", "--dry-run"])
    let ended =
      "managers: 0 new, 0 changed, 1 the same, 1 closed\nTotal: 0 new, 0 changed, 1 the same, 1 closed or withdrawn."
    #expect(dry.status == 0 && dry.output.contains(ended), "\(dry.output)")
    let done = try program.run(["import", "next", "--snapshot", "managers"])
    #expect(done.status == 0 && done.output.contains(ended), "\(done.output)")
    let again = try program.run(["import", "--snapshot", "managers", "next"])
    #expect(again.output.contains("Nothing changed."), "\(again.output)")
    #expect(try program.run(["verify"]).status == 0)
  }

  @Test func `One manager in place of another is no loss`() throws {
    let program = try Self.program()
    defer { program.remove() }
    let done = try program.run(["import", "next", "--snapshot", "managers"])
    let words = "managers: 1 new, 0 changed, 0 the same, 1 closed\n"
    #expect(done.status == 0 && done.output.contains(words), "\(done.output)")
  }

  @Test func `An empty file stops the import until its loss is accepted`() throws {
    let program = try Self.program()
    defer { program.remove() }
    for words in [["--dry-run"], []] {
      let stopped = try program.run(["import", "empty", "--snapshot", "managers"] + words)
      #expect(stopped.status == 75 && stopped.errors.contains("--accept-loss"))
      #expect(stopped.errors.contains("managers: the file is empty, but 1 of this source are open."))
    }
    let done = try program.run(["import", "empty", "--snapshot", "managers", "--accept-loss"])
    let words = "managers: 0 new, 0 changed, 0 the same, 1 closed"
    #expect(done.status == 0 && done.output.contains(words), "\(done.output)")
  }

  @Test(arguments: [
    ("users", 64, "deleted_at"), ("courses", 64, "archived_at"), ("groups", 64, "cannot be closed or withdrawn"),
    ("managers,users", 64, "deleted_at"), ("manager", 64, "did you mean managers?"),
    ("", 64, "is not a kind of record"), ("managers,", 64, "is not a kind of record"),
    ("enrolments", 65, "the folder has no file of that kind"),
    ("managers,attempts", 65, "--snapshot names attempts"),
  ])
  func `What cannot be a snapshot is refused with words`(kinds: String, status: Int32, words: String) throws {
    let program = try Self.program()
    defer { program.remove() }
    let refused = try program.run(["import", "next", "--snapshot", kinds])
    #expect(refused.status == status && refused.errors.contains(words), "\(refused.status) \(refused.errors)")
    #expect(try program.run(["import", "records"]).output.contains("Nothing changed."))
  }

  @Test func `A snapshot keeps the platform's owner`() throws {
    let program = try Self.program()
    defer { program.remove() }
    try Self.write(["memberships": "group,user,role\nward,u1,learner\n"], "owners", program)
    let refused = try program.run(["import", "owners", "--snapshot", "memberships"])
    #expect(refused.status == 65 && refused.errors.contains("without an owner"), "\(refused.errors)")
  }
}
