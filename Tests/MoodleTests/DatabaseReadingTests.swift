import Testing

@testable import Moodle

/// How the tables of a database are read, without a server.
@Suite struct DatabaseReadingTests {
  private static let day = 86_400
  private static let now = 1_800_000_000

  @Test func `The log is read in days, whatever its first and last times are`() {
    let (now, day) = (Self.now, Self.day)
    #expect(
      DatabaseSite.slices(now - day - 1, now, from: nil, now: now) == [
        "timecreated >= \(now - day - 1) AND timecreated < \(now - 1)",
        "timecreated >= \(now - 1) AND timecreated < \(now)", "timecreated >= \(now)",
      ])
    #expect(DatabaseSite.slices(now, now, from: nil, now: now) == ["timecreated >= \(now)"])
    let extreme = DatabaseSite.slices(.min, .max, from: nil, now: now)
    #expect(extreme.first == "timecreated < 0" && extreme.last == "timecreated >= \(now + day)")
    #expect(extreme[1] == "timecreated >= 0 AND timecreated < \((now + day) / 10_000)" && extreme.count < 10_010)
    let recent = DatabaseSite.slices(.min, .max, from: now - day, now: now)
    #expect(recent.count == 3 && recent[0] == "timecreated >= \(now - day) AND timecreated < \(now)")
    #expect(DatabaseSite.slices(.max, .max, from: nil, now: now) == ["timecreated >= \(now + day)"])
    #expect(
      DatabaseSite.slices(.min, .min, from: nil, now: now) == ["timecreated < 0", "timecreated >= 0"])
  }

  @Test func `Tables that are not InnoDB are noted, and closing a site ends its connection`() throws {
    let (names, log) = (["config", "user", "course_completions", "logstore_standard_log"], Queries())
    let columns = names.map { ["m_\($0)", "id"] as [String?] }
    let engines: [[String?]] = [
      ["m_user", "MyISAM"], ["m_config", "InnoDB"], ["m_course", nil], ["n_role", "Aria"],
    ]
    let range: [[String?]] = [["\(Int.min)", "\(Int.max)"]]
    let answers: [(start: String, rows: [[String?]])] = [
      ("SELECT table_name, column_name", columns), ("ENGINES", engines), ("SELECT NOW", [["\(Self.now)"]]),
      ("SELECT min(timecreated)", range),
    ]
    let site = try DatabaseSite(
      ScriptedConnection(answers) { log.all.append($0) }, prefix: nil, usesServerClock: true)
    #expect(site.notes.map { $0.table } == ["user"] && site.clock == Self.now)
    #expect(site.notes.first?.text == "table user: its engine is MyISAM, not InnoDB, so it may change while it is read")
    let table = try #require(MoodleTable.all.first { $0.isLog })
    try site.rows(of: table, table.columns, from: nil) { _ in }
    #expect(log.all.contains { $0.hasSuffix("AND (timecreated < 0)") } && log.all.last != "closed")
    site.close()
    #expect(log.all.last == "closed")
    #expect(throws: MoodleError.self) { try site.rows(of: table, table.columns, from: nil) { _ in } }
  }

  @Test func `The printed user of MySQL has no password until one is filled in`() {
    let grants = ExportScript(.mysql, prefix: "m_").grants
    #expect(grants.hasPrefix("CREATE USER 'tallybook_ro'@'%' IDENTIFIED BY <password>;\nGRANT SELECT ("))
    #expect(!ExportScript(.postgres, prefix: "m_").grants.contains("IDENTIFIED"))
  }

  @Test func `Control characters of a site are not in messages`() {
    #expect(MoodleError("user 3: \"\u{1B}[2J\r\n\u{9B}x\"").description == "user 3: \" [2J  x\"")
  }

  private final class Queries { var all: [String] = [] }
}
