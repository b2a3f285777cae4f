import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Answers that are given again until a record changes: the overview, and the lists of entities.
@Suite struct KeptAnswersTests {
  private static let paths = ["/api/v1/overview", "/api/v1/groups", "/api/v1/courses", "/overview", "/groups"]

  /// The answer, and one to another address of the same question, which is computed anew.
  private struct Twice {
    private var asked = 0

    mutating func ask(_ path: String, of browser: Browser) async throws -> (kept: String, fresh: String) {
      asked += 1
      let fresh = try await browser.get("\(path)?" + String(repeating: "&", count: asked))
      return (Self.body(try await browser.get(path)), Self.body(fresh))
    }

    /// Without what differs between pages of the same address.
    private static func body(_ answer: Answer) -> String {
      answer.text.replacing(#/name="csrf" value="[^"]*"/#, with: "").replacing(#/\?&+/#, with: "?")
    }
  }

  @Test func `A second request reads next to nothing`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    for path in Self.paths where path.hasPrefix("/api") {
      let first = try await program.get(path)
      let cost = site.database.take().statements
      let second = try await program.get(path)
      #expect(first.status == 200 && second.text == first.text)
      #expect(site.database.take().statements < cost, "\(path): \(cost)")
    }
  }

  @Test func `Whatever changes is in the next answer`() async throws {
    let site = try await TestSite()
    let (program, coach) = (try await site.program(of: "owner"), try await site.program(of: "coach"))
    var twice = Twice()
    var before = ""
    let then = FixedClock.daysAgo(3)
    let attempt = #""course":"C","started_at":"\#(then)","last_activity_at":"\#(then)","progress":100,"score":33"#
    for (kind, record) in [
      ("attempts", #"{"id":"x9","user":"inside","time_spent":77,\#(attempt)}"#),
      ("attempts", #"{"id":"x9","user":"inside","time_spent":78,\#(attempt)}"#),
      ("attempts", #"{"id":"x9","user":"inside","time_spent":78,"withdrawn_at":"\#(then)",\#(attempt)}"#),
      ("users", #"{"id":"n1","email":"n1@x.org","first_name":"N","last_name":"One","created_at":"\#(then)"}"#),
      ("certificates", #"{"id":"k9","user":"n1","name":"Flying","kind":"external","delivered_at":"\#(then)"}"#),
      ("groups", #"{"id":"north","name":"New","parent":"root"}"#),
      ("memberships", #"{"group":"north","user":"n1","role":"learner"}"#),
      ("groups", #"{"id":"north","name":"Renamed","parent":"root"}"#),
      ("memberships", #"{"group":"north","user":"n1","role":"learner","until":"\#(then)"}"#),
      (
        "users",
        #"{"id":"n1","email":"n1@x.org","first_name":"N","last_name":"One","created_at":"\#(then)","deleted_at":"\#(then)"}"#
      ),
    ] {
      let answer = try await program.post("/api/v1/records/\(kind)", record, type: "application/json")
      #expect(answer.status == 200, "\(answer.text)")
      var now = ""
      for path in Self.paths where path.hasPrefix("/api") {
        for viewer in [program, coach] {
          let (kept, fresh) = try await twice.ask(path, of: viewer)
          let isFresh = kept == fresh
          #expect(isFresh, "\(path) after \(record)")
          now += kept
        }
      }
      let isNew = now != before
      #expect(isNew, "\(record)")
      before = now
    }
  }

  @Test func `What another process changes is in the next answer`() async throws {
    let site = try await TestSite()
    let owner = try await site.browser(of: "owner")
    var twice = Twice()
    for path in Self.paths {
      let before = try await twice.ask(path, of: owner).kept
      let (id, then) = ("n-\(path.utf8.count)", FixedClock.daysAgo(3))
      try await site.store.load(["groups": "id,name,parent\n\(id),New,root\n"], isImport: true)
      try await site.store.load([
        "memberships": "group,user,role\n\(id),inside,learner\n",
        "attempts":
          "id,user,course,started_at,last_activity_at,time_spent,progress\n\(id),inside,C,\(then),\(then),60,5\n",
      ])
      let (kept, fresh) = try await twice.ask(path, of: owner)
      let (isFresh, isNew) = (kept == fresh, kept != before)
      #expect(isFresh && isNew, "\(path)")
    }
  }

  @Test func `Nobody is given the answer of somebody else, or of rights they had`() async throws {
    let site = try await TestSite()
    let (owner, coach) = (try await site.program(of: "owner"), try await site.program(of: "coach"))
    let all = try await owner.get("/api/v1/overview").json()
    let some = try await coach.get("/api/v1/overview").json()
    #expect(all["figures"]?["users"]?.compareForm != some["figures"]?["users"]?.compareForm)
    let end = #"{"group":"sales","user":"coach","role":"coach","until":"\#(FixedClock.daysAgo(1))"}"#
    #expect(try await owner.post("/api/v1/records/memberships", end, type: "application/json").status == 200)
    #expect(try await coach.get("/api/v1/overview").status == 403)
  }

  @Test func `Requests that come together are answered alike, and what is wrong stays wrong`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<12 { group.addTask { try await program.get("/api/v1/groups?sort=time_spent").text } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(answers.count == 1)
    for _ in 0..<3 {
      try await program.get("/api/v1/overview?where=custom:no:filled").expectProblem(400, "bad_request", "where")
    }
    // More questions than are kept.
    for number in 0..<60 {
      #expect(try await program.get("/api/v1/groups?q=s" + String(repeating: "&", count: number)).status == 200)
    }
  }
}
