import DatabaseAccess
import Foundation
import SQLiteDatabase
import Support
import Testing

/// `tallybook import moodle` with the tables of a real site.
@Suite struct MoodleCommandTests {
  private static let site = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/moodle/site-5.0")
  private static let now = ["TALLYBOOK_NOW": "2027-01-15T08:00:00Z"]

  private func run(_ program: Program, _ words: [String] = []) throws -> Program.Outcome {
    try program.run(["import", "moodle", Self.site.appending(path: "tables").path] + words, environment: Self.now)
  }

  @Test func `A site is imported, and again without a change`() throws {
    let program = try Program()
    defer { program.remove() }
    let checked = try run(program, ["--dry-run"])
    #expect(checked.status == 0 && checked.output.contains("nothing written"), "\(checked.errors)")
    let first = try run(program, ["--notes", "notes.csv"])
    #expect(first.status == 0, "\(first.errors)")
    for words in [
      "T, Moodle 5.0dev", "CSV folder", "  user: 10 rows", "  users: 9 new,",
      "user 10: bob@example.com is that of user 4",
    ] {
      #expect(first.output.contains(words), "\(words)")
    }
    let notes = try String(contentsOfFile: program.path("notes.csv"), encoding: .utf8)
    #expect(notes == "table,id,note\nuser,10,user 10: bob@example.com is that of user 4\n")
    #expect(try run(program).output.contains("Nothing changed."))
    #expect(try program.run(["verify"]).status == 0)
    let records = try program.run(["import", Self.site.appending(path: "records").path], environment: Self.now)
    #expect(records.output.contains("Nothing changed."), "\(records.output) \(records.errors)")
    let left = try Folder.names(in: program.folder.path)
    #expect(left.filter { $0.hasPrefix(".tallybook-moodle") } == [])
  }

  @Test func `A folder that is not a whole site is refused`() throws {
    let program = try Program()
    defer { program.remove() }
    let folder = program.path("tables")
    try FileManager.default.copyItem(atPath: Self.site.appending(path: "tables").path, toPath: folder)
    func refusal(_ file: String, _ change: (String) -> String?) throws -> Program.Outcome {
      let path = "\(folder)/\(file)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      defer { try? Data(text.utf8).write(to: URL(filePath: path)) }
      if let changed = change(text) {
        try Data(changed.utf8).write(to: URL(filePath: path))
      } else {
        try FileManager.default.removeItem(atPath: path)
      }
      return try program.run(["import", "moodle", folder], environment: Self.now)
    }
    for (file, change, words) in [
      ("course.csv", { _ in nil }, "The table course is missing"),
      ("user.csv", { $0.replacing("username", with: "name") }, "The table user has no column username"),
      (
        "user.csv", { $0.replacing("4,manual,1", with: "3,manual,1") },
        "user.csv, line 5, column id: 3 is the id of an earlier row"
      ),
      (
        "user.csv", { $0.replacing("4,manual,1", with: "x,manual,1") },
        "user.csv, line 5, column id: \"x\" is not a whole number"
      ),
      ("user.csv", { String($0.dropLast(20)) }, "user.csv, line 11"),
      ("grade_grades.csv", { $0.replacing("49.42857", with: "1/2") }, "column finalgrade: \"1/2\" is not a number"),
      ("config.csv", { $0.replacing("siteadmins,2", with: "siteadmins,77") }, "no administrator"),
      (
        "course_completions.csv", { $0.replacing("1800003600", with: "999999999999") },
        "course 2, user 8 (attempts), column last_activity_at"
      ),
    ] as [(String, (String) -> String?, String)] {
      let outcome = try refusal(file, change)
      #expect(outcome.status == 65 && outcome.errors.contains(words), "\(file): \(outcome.status) \(outcome.errors)")
    }
    #expect(try program.run(["import", "moodle", folder], environment: Self.now).output.contains("users: 9 new,"))
  }

  /// The number of runs that failed.
  private static func failures(_ program: Program) async throws -> Int {
    try await SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1).read { session in
      try session.number("SELECT count(*) FROM source_runs WHERE error IS NOT NULL")
    }
  }

  @Test func `Folders of records that killed imports left behind are removed, those in use are not`() throws {
    let program = try Program()
    defer { program.remove() }
    let folder = program.path("tables")
    try FileManager.default.copyItem(atPath: Self.site.appending(path: "tables").path, toPath: folder)
    let (left, used) = (program.path(".tallybook-moodle-left"), program.path(".tallybook-moodle-used"))
    for place in [left, used] {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try Data().write(to: URL(filePath: "\(place)/lock"))
    }
    let lock = open("\(used)/lock", O_RDWR)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    #expect(try program.run(["import", "moodle", folder], environment: Self.now).status == 0)
    #expect(!FileManager.default.fileExists(atPath: left) && FileManager.default.fileExists(atPath: used))
    let others = try Folder.names(in: program.folder.path)
    #expect(others.filter { $0.hasPrefix(".tallybook-moodle") } == [".tallybook-moodle-used"])
  }

  @Test func `A table that has lost its rows stops the import, until that is accepted`() async throws {
    let program = try Program()
    defer { program.remove() }
    let folder = program.path("tables")
    try FileManager.default.copyItem(atPath: Self.site.appending(path: "tables").path, toPath: folder)
    #expect(try program.run(["import", "moodle", folder], environment: Self.now).status == 0)
    let file = URL(filePath: "\(folder)/forum_posts.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
    try Data("\(lines[0])\n".utf8).write(to: file)
    let refused = try program.run(["import", "moodle", folder], environment: Self.now)
    #expect(refused.status == 75, "\(refused.errors)")
    #expect(
      refused.errors.contains("The table forum_posts has 0 rows, and had \(lines.count - 1) in the last run.")
        && refused.errors.contains("--accept-loss") && refused.errors.contains("Nothing was imported."))
    #expect(try program.run(["import", "moodle", "\(folder)-gone"], environment: Self.now).status != 0)
    try await #expect(Self.failures(program) == 2)
    let accepted = try program.run(["import", "moodle", folder, "--accept-loss"], environment: Self.now)
    #expect(accepted.status == 0, "\(accepted.errors)")
    #expect(try program.run(["import", "moodle", folder], environment: Self.now).status == 0)
  }

  @Test func `The SQL for grants and the export names the columns that are read`() throws {
    let program = try Program()
    defer { program.remove() }
    let grants = try program.run(["import", "moodle", "--print-grants", "postgres", "--prefix", "m_"]).output
    #expect(
      grants.contains(
        "GRANT SELECT (id, userid, courseid, contextlevel, contextinstanceid, timecreated, anonymous, realuserid, origin) ON m_logstore_standard_log TO tallybook_ro;"
      ))
    #expect(!grants.contains("password") && !grants.contains("secret"))
    let export = try program.run(["import", "moodle", "--print-export", "mysql"]).output
    #expect(
      export.contains(
        "SELECT 'id', 'rawname' UNION ALL SELECT IFNULL(id, '\\\\N'), IFNULL(rawname, '\\\\N') FROM mdl_tag INTO OUTFILE 'tag.csv'"
      ))
    #expect(export.contains("IN (SELECT a.uniqueid FROM mdl_quiz_attempts a WHERE"))
    let copy = try program.run(["import", "moodle", "--print-export", "postgres"]).output
    #expect(
      copy.contains("\\copy (SELECT id, rawname FROM mdl_tag) TO 'tag.csv' WITH (FORMAT csv, HEADER, NULL '\\N')\n"))
  }

  @Test func `Options that make no sense are refused`() throws {
    let program = try Program()
    defer { program.remove() }
    for words in [
      [], ["x", "--time", "fast"], ["x", "--from", "2024"], ["x", "--time-zone", "Mars/Base"], ["x", "--role", "boss"],
      ["x", "--role", "boss=king"], ["x", "--source", "My Moodle"], ["x", "--source", "records"],
      ["x", "--activity-results", "best"], ["--print-grants", "oracle"], ["--database", "oracle://tim:tiger@db/x"],
      ["mysql://tim:tiger@db/x"],
      ["--database", "postgres://tim:tiger@db/x"], ["--database", "mysql://tim@db/x?password=tiger"],
      ["--database", "host=db password=tiger"],
    ] {
      let outcome = try program.run(["import", "moodle"] + words)
      #expect(outcome.status == 64 && !(outcome.output + outcome.errors).contains("tiger"), "\(words)")
    }
  }
}
