import Foundation
import Testing

/// `tallybook import` with typical folders.
@Suite struct ImportCommandTests {
  private static let platform = [
    "users.csv": """
    id,email,first_name,last_name,created_at,title,auto_delete_on,deleted_at
    own,owner@example.com,Olga,Owner,2025-01-01T08:00:00Z,,,
    u1,amira@example.com,Amira,Voss,2025-02-01T08:00:00Z,Nurse,2036-12-31,2025-03-01T08:00:00Z

    """,
    "groups.csv": "id,name,parent\nroot,Platform,\nward,Ward,root\n",
    "memberships.csv": "group,user,role\nroot,own,owner\nward,u1,learner\n",
    "courses.csv": "id,name,author,created_at\nc1,Safety,own,2025-01-02T08:00:00Z\n",
  ]
  private static let attempts = "id,user,course,started_at,last_activity_at,time_spent,progress,score\n"
  private static let attempt = "a1,u1,c1,2026-01-01T10:00:00Z,2026-01-01T11:00:00Z,60,100"

  private func importing(
    _ files: [String: String], _ words: [String] = [], _ body: (Program, Program.Outcome) throws -> Void
  ) throws {
    let program = try Program()
    defer { program.remove() }
    try write(files, to: "records", program)
    try body(program, try program.run(["import", "records"] + words))
  }

  private func write(_ files: [String: String], to folder: String, _ program: Program) throws {
    let place = program.folder.appending(path: folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: place.appending(path: name)) }
  }

  @Test func `A file with another ending stops the import, with what else is wrong`() throws {
    let texts = Self.platform.merging(["attempts.CSV": Self.attempts, "tags.csv": "id,name\nt 1,T\n"]) { $1 }
    try importing(texts) { program, outcome in
      #expect(outcome.status == 65)
      let lines = outcome.errors.split(separator: "\n")
      try #require(lines.count == 3, "\(outcome.errors)")
      #expect(lines[0].hasPrefix("attempts.CSV: ") && lines[0].contains("attempts.csv"))
      #expect(lines[1].hasPrefix("tags.csv, line 2, column id: \"t 1\" ") && lines[2] == "Nothing was imported.")
      try FileManager.default.removeItem(atPath: program.path("records/attempts.CSV"))
      try write(["tags.csv": "id,name\nt1,T\n"], to: "records", program)
      #expect(try program.run(["import", "records"]).output.contains("users: 2 new"))
    }
    try importing(Self.platform.merging(["attempts": Self.attempts]) { $1 }) { _, outcome in
      #expect(outcome.status == 65 && outcome.errors.hasSuffix("Nothing was imported.\n"))
    }
  }

  @Test func `Other files are listed once and stop nothing, in a dry run too`() throws {
    try importing(Self.platform.merging(["notes.txt": "", "atempts.csv": ""]) { $1 }, ["--dry-run"]) {
      program, outcome in
      #expect(outcome.status == 0)
      let lines = outcome.output.split(separator: "\n").filter { $0.hasPrefix("Not read: ") }
      #expect(lines == ["Not read: atempts.csv (did you mean attempts.csv?), notes.txt"])
    }
  }

  @Test func `A nightly file with the required columns leaves who has left as they are`() throws {
    try importing(Self.platform) { program, outcome in
      #expect(outcome.status == 0, "\(outcome.errors)")
      let nightly = """
        id,email,first_name,last_name,created_at
        own,owner@example.com,Olga,Owner,2025-01-01T08:00:00Z
        u1,amira@example.com,Amira,Voss,2025-02-01T08:00:00Z

        """
      try write(["users.csv": nightly], to: "nightly", program)
      #expect(try program.run(["import", "nightly"]).output.contains("Nothing changed."))
    }
  }

  @Test func `Separator and decimal mark are options, and a file that needs one says so`() throws {
    let semicolons = Self.platform.mapValues { $0.replacing(",", with: ";") }
      .merging([
        "attempts.csv": Self.attempts.replacing(",", with: ";") + Self.attempt.replacing(",", with: ";") + ";4,5\n"
      ]) { $1 }
    try importing(semicolons) { program, outcome in
      #expect(outcome.status == 65)
      for line in outcome.errors.split(separator: "\n").dropLast() {
        #expect(
          line.contains("line 1: this file is separated by semicolons; save it with commas, or pass `--separator ';'`"))
      }
      let pointed = try program.run(["import", "records", "--separator", ";"])
      #expect(pointed.status == 65 && pointed.errors.contains("attempts.csv, line 2, column score: \"4,5\""))
      #expect(try program.run(["import", "records", "--separator", ";", "--decimal", ","]).status == 0)
      let variables = ["TALLYBOOK_SEPARATOR": ";", "TALLYBOOK_DECIMAL": ","]
      #expect(try program.run(["import", "records"], environment: variables).output.contains("Nothing changed."))
      for words in [["--separator", ":"], ["--decimal", ";"], ["--separator", ""]] {
        #expect(try program.run(["import", "records"] + words).status == 64, "\(words)")
      }
    }
  }

  @Test func `Addresses and ids that lead nowhere, and what spreadsheets leave, all in one run`() throws {
    let users = """
      id,email,first_name,last_name,created_at,,,\r
      own,owner@example.com,Olga,Owner,2025-01-01T08:00:00Z,,,\r
      u1,mailto:amira@example.com,Amira,Voss,2025-02-01T08:00:00Z,,,\r
      u2,ben@example..com,Ben,Oduya,2025-02-01T08:00:00Z,,,\r
      u3,.cleo@example.com,Cleo,Ray,2025-02-01T08:00:00Z,,,\r
      u4,dora@example.com.,Dora,Lim,2025-02-01T08:00:00Z,,,\r
      u5,\u{E9}van@example.com,Ivan,Roy,2025-02-01T08:00:00Z,,,\r
      u6,e\u{301}van@example.com,Ivan,Roy,2025-02-01T08:00:00Z,,,\r
      download,d@example.com,Dee,Load,2025-02-01T08:00:00Z,,,\r
      ..,dots@example.com,Dot,Dot,2025-02-01T08:00:00Z,,,\r
      new,new@example.com,Nell,New,2025-02-01T08:00:00Z,,,\r
      ,,,,,,,\r

      """
    try importing(Self.platform.merging(["users.csv": users]) { $1 }) { _, outcome in
      #expect(outcome.status == 65)
      let places = outcome.errors.split(separator: "\n").map { $0.prefix { $0 != ":" } }
      #expect(
        places == [
          "users.csv, line 3, column email", "users.csv, line 4, column email", "users.csv, line 5, column email",
          "users.csv, line 6, column email", "users.csv, line 8, column email", "users.csv, line 9, column id",
          "users.csv, line 10, column id", "users.csv, line 11, column id", "Nothing was imported.",
        ])
      #expect(outcome.errors.contains("belongs to the user in line 7"))
    }
  }
}
