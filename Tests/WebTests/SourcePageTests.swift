import DatabaseAccess
import Records
import Store
import Support
import Testing
import TestSupport

/// The page of sources, and the API.
@Suite struct SourcePageTests {
  /// A site with two runs of a Moodle; the later one failed.
  private func site() async throws -> TestSite {
    let site = try await TestSite()
    let campus = try #require(Source(moodle: "campus"))
    try await site.store.database.write { session in
      var run = SourceRun(of: campus, at: FixedClock.now - 3_600)
      run.rows = ["user": 1_200]
      run.counts = [.users: try Self.counts(session)]
      (run.noteCount, run.notes) = (1, "table,id,note\nuser,10,user 10: <b>\n")
      try run.write(session)
      var failed = SourceRun(of: campus, at: FixedClock.now)
      failed.error = "The table user has 3 rows."
      try failed.write(session)
    }
    return site
  }

  /// The counts of an import that changed nothing.
  private static func counts(_ session: any SQLSession) throws -> ImportCounts {
    var counts = ImportCounts()
    counts.added = 1_100
    return counts
  }

  @Test func `Sources are listed with their last run, and a source with its runs, notes and failure`() async throws {
    let site = try await site()
    let owner = try await site.browser(of: "owner")
    let list = try await owner.get("/sources").text
    for words in [
      "href=\"/sources/campus\"", "Nothing imported", "The table user has 3 rows.", "tallybook import moodle",
    ] {
      #expect(list.contains(words), "\(words)")
    }
    #expect(try await owner.get("/users").text.contains("href=\"/sources\""))
    let page = try await owner.get("/sources/campus").text
    for words in ["1,200", "1,100", "The last run of campus imported nothing. The table user has 3 rows.", "1 as CSV"] {
      #expect(page.contains(words), "\(words)")
    }
    let link = try #require(page.firstMatch(of: #/href="(/sources/campus/runs/[0-9]+/notes)"/#)).1
    let notes = try await owner.get(String(link))
    #expect(notes.text == "table,id,note\nuser,10,user 10: <b>\n")
    #expect(notes.headers["content-disposition"]?.hasPrefix("attachment") == true)
    #expect(try await owner.get("/sources/pages").text.contains("No runs yet"))
    for path in ["/sources/other", "/sources/records/runs/1/notes", "/sources/campus/runs/x/notes"] {
      #expect(try await owner.get(path).status == 404, "\(path)")
    }
  }

  @Test func `Programs read the sources; only those who see everybody may`() async throws {
    let site = try await site()
    let answer = try await site.program(of: "owner").get("/api/v1/sources")
    #expect(try await site.program(of: "owner", isReadOnly: true).get("/api/v1/sources").status == 403)
    #expect(answer.status == 200)
    for words in [
      #"{"name":"records","kind":"records","last_run":null}"#, #""name":"campus","kind":"moodle""#,
      #""error":"The table user has 3 rows.""#,
    ] {
      #expect(answer.text.contains(words), "\(words)")
    }
    for user in ["coach", "manager", "inside"] {
      let browser = try await site.browser(of: user)
      for path in ["/sources", "/sources/records", "/sources/campus/runs/1/notes"] {
        #expect(try await browser.get(path).status == 403, "\(user) \(path)")
      }
      #expect(try await site.program(of: user).get("/api/v1/sources").status == 403)
    }
  }
}
