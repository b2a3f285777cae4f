import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// Records that follow from statements follow the people and courses of the platform, whatever changes those.
@Suite struct XAPIPeopleTests {
  private static let course = "https://courses.example.com/fire"

  /// - Parameter minute: of the instant.
  private static func statement(
    _ verb: String, by actor: String, _ minute: Int, object: String = course, more: String = ""
  ) -> String {
    let time = "2026-03-02T09:\(minute < 10 ? "0" : "")\(minute):00Z"
    let type = "http://adlnet.gov/expapi/activities/\(object == course ? "course" : "module")"
    return "{\"actor\":{\(actor)},\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/\(verb)\"},"
      + "\"object\":{\"id\":\"\(object)\",\"definition\":{\"type\":\"\(type)\"}},\"timestamp\":\"\(time)\"\(more)}"
  }

  private static func mbox(_ address: String) -> String { "\"mbox\":\"mailto:\(address)\"" }

  /// Course and time spent of each user's attempts.
  private static func attempts(_ site: TestSite) async throws -> [String] {
    try await site.store.rows("attempts").filter { $0["id"]?.text?.hasPrefix("n1.") == true }.map {
      "\($0["user_key"]?.text ?? "") \($0["time_spent"]?.integer ?? -1)"
    }.sorted()
  }

  private static func expectCurrent(_ site: TestSite) async throws {
    #expect(try await site.store.differences() == [])
    #expect(try await site.store.rows("derivation_changes").isEmpty)
    let differences = await #expect(throws: Rederivation.Differences.self) {
      try await site.store.database.write { session in
        var rederivation = try #require(try Rederivation(session, DerivationSettings()))
        throw try rederivation.differences()
      }
    }
    #expect(differences?.texts == [])
  }

  private static func begin(_ client: XAPIClient, _ actor: String) async throws {
    try await client.send(statement("initialized", by: actor, 0))
    try await client.send(statement("experienced", by: actor, 10))
  }

  @Test func `A directory that makes a user gives them the statements of their address and its SHA-1`() async throws {
    let directory = try await Directory()
    let client = try await XAPIClient(directory.site)
    try await Self.begin(client, Self.mbox("ada@x.org"))
    try await client.send(
      Self.statement("experienced", by: "\"mbox_sha1sum\":\"\(HexDigest.sha1("mailto:ada@x.org"))\"", 15))
    #expect(try await Self.attempts(directory.site).count == 2)
    let id = try #require(try await directory.ask("POST", "/Users", DirectoryTests.ada).member("id"))
    #expect(try await Self.attempts(directory.site) == ["\(id) 900"])
    #expect(try await directory.site.store.rows("users").filter { $0["id"]?.text?.hasPrefix("x-") == true }.isEmpty)
    try await Self.expectCurrent(directory.site)
    // The address is an identity now.
    try await directory.patch("/Users/\(id)", #"{"op":"replace","path":"userName","value":"byron@x.org"}"#)
      .expectFault(200, nil)
    #expect(try await Self.attempts(directory.site) == ["\(id) 900"])
    try await Self.expectCurrent(directory.site)
  }

  @Test func `A changed address takes over the statements of the new one`() async throws {
    let directory = try await Directory()
    let client = try await XAPIClient(directory.site)
    try await Self.begin(client, Self.mbox("new@x.org"))
    try await directory.patch("/Users/inside", #"{"op":"replace","path":"userName","value":"new@x.org"}"#)
      .expectFault(200, nil)
    #expect(try await Self.attempts(directory.site) == ["inside 600"])
    try await Self.expectCurrent(directory.site)
  }

  @Test func `Records of users, identities and courses are followed as soon as they are posted`() async throws {
    let site = try await TestSite()
    let (client, program) = (try await XAPIClient(site), try await site.program(of: "owner"))
    func post(_ kind: String, _ record: String) async throws {
      let answer = try await program.post("/api/v1/records/\(kind)", record, type: "application/json")
      #expect(answer.status == 200, "\(answer.text)")
      try await Self.expectCurrent(site)
    }
    let account = "\"account\":{\"homePage\":\"https://lms.example.com\",\"name\":\"42\"}"
    try await Self.begin(client, account)
    try await post("identities", #"{"user":"inside","kind":"account","value":"https://lms.example.com 42"}"#)
    #expect(try await Self.attempts(site) == ["inside 600"])
    try await post("identities", #"{"user":"outside","kind":"account","value":"https://lms.example.com 42"}"#)
    #expect(try await Self.attempts(site) == ["outside 600"])
    try await post(
      "courses",
      #"{"id":"known","name":"Known","author":"author","created_at":"2026-01-01T00:00:00Z","url":"\#(Self.course)"}"#)
    #expect(
      try await site.store.rows("attempts").filter { $0["user_key"] == .text("outside") }.map { $0["course_key"] }
        == [.text("known")])
    #expect(try await site.store.row("courses", ["id": Self.course]) == nil)
    // A module of a known course, as the records of activities say.
    let module = "https://courses.example.com/module"
    try await client.send(Self.statement("completed", by: account, 20, object: module))
    #expect(try await Self.attempts(site) == ["outside 0", "outside 1200"])
    try await post("activities", "{\"id\":\"\(module)\",\"course\":\"known\"}")
    #expect(try await Self.attempts(site) == ["outside 1200"])
    let attempt = try await site.store.rows("attempts").first { $0["user_key"] == .text("outside") }
    #expect(attempt?["progress"] == .integer(10_000))
    try await post("activities", "{\"id\":\"\(module)\",\"course\":\"known\",\"required\":false}")
    let optional = try await site.store.rows("attempts").first { $0["user_key"] == .text("outside") }
    #expect(optional?["progress"] == .integer(0))
  }

  @Test func `An instructor who becomes a user is the assessor of earlier results`() async throws {
    let directory = try await Directory()
    let client = try await XAPIClient(directory.site)
    let exam =
      "\"object\":{\"id\":\"https://courses.example.com/exam\",\"definition\":{"
      + "\"type\":\"http://adlnet.gov/expapi/activities/assessment\"}}"
    try await client.send(
      "{\"actor\":{\(Self.mbox("inside@x.org"))},\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/passed\"},\(exam),"
        + "\"result\":{\"score\":{\"scaled\":0.5}},\"timestamp\":\"2026-03-02T09:00:00Z\",\"context\":{\"instructor\":{"
        + "\(Self.mbox("ada@x.org"))},\"contextActivities\":{\"grouping\":[{\"id\":\"\(Self.course)\",\"definition\":{"
        + "\"type\":\"http://adlnet.gov/expapi/activities/course\"}}]}}}")
    func assessors() async throws -> [SQLValue?] {
      try await directory.site.store.rows("assessment_results").filter { $0["id"] != .text("m1") }.map {
        $0["assessor_key"]
      }
    }
    #expect(try await assessors() == [.null])
    let id = try #require(try await directory.ask("POST", "/Users", DirectoryTests.ada).member("id"))
    #expect(try await assessors() == [.text(id)])
    try await Self.expectCurrent(directory.site)
  }

  @Test func `Statements before the owner are derived once there is one`() async throws {
    var texts = SmallWorld.texts
    let memberships = texts.removeValue(forKey: "memberships")
    let site = try await TestSite(texts)
    let client = try await XAPIClient(site)
    try await Self.begin(client, Self.mbox("inside@x.org"))
    #expect(try await Self.attempts(site) == [])
    try await site.store.load(["memberships": memberships ?? ""])
    try await client.send(Self.statement("experienced", by: Self.mbox("inside@x.org"), 15))
    #expect(try await Self.attempts(site) == ["inside 900"])
    #expect(try await site.store.row("identities", ["value": "inside@x.org"])?["user_key"] == .text("inside"))
    try await Self.expectCurrent(site)
  }
}
