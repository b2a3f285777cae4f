import Foundation
import ReferenceModel
import Testing
import TestSupport

/// `POST /api/v1/records/{kind}` (`pages.md`, `records.md`).
@Suite struct RecordsAPITests {
  private static let then = "2025-06-01T00:00:00Z"

  private func user(_ id: String, _ more: String = "") -> String {
    """
    {"id":"\(id)","email":"\(id)@y.org","first_name":"F","last_name":"\(id)","created_at":"\(Self.then)"\(more)}
    """
  }

  @Test func `An object, an array and lines of JSON come in, and the answer counts them`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let path = "/api/v1/records/users"
    for (body, type, counts) in [
      (user("n1"), "application/json", (1, 0, 0)), ("[\(user("n1")),\(user("n2"))]", "application/json", (1, 0, 1)),
      ("\(user("n2", ",\"title\":\"Chef\""))\n\(user("n3"))\r\n\n", "application/x-ndjson", (1, 1, 0)),
      ("[]", "application/json", (0, 0, 0)),
    ] {
      let answer = try await program.post(path, body, type: type)
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer.text == "{\"new\":\(counts.0),\"changed\":\(counts.1),\"same\":\(counts.2)}")
    }
    let attempt = """
      {"id":"x1","user":"n1","course":"C","started_at":"\(Self.then)","last_activity_at":"\(Self.then)",\
      "time_spent":77,"progress":100,"score":33.33}
      """
    #expect(try await program.post("/api/v1/records/attempts", attempt, type: "application/json").status == 200)
    let statistics = try await program.get("/api/v1/users/n1/statistics").json()
    #expect(statistics["report"]?["total_time_spent"]?.compareForm == "77")
    #expect(statistics["report"]?["average_score"]?.compareForm == "33.33")
    #expect(try await site.store.differences() == [])
  }

  @Test func `A fact that its source takes back is gone everywhere, and comes back when it is sent again`() async throws
  {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    func send(_ withdrawn: String) async throws -> (time: String?, courses: ExactJSON?, evidence: ExactJSON) {
      let attempt = """
        {"id":"x1","user":"n1","course":"C","started_at":"\(Self.then)","last_activity_at":"\(Self.then)",\
        "time_spent":77,"progress":100,"withdrawn_at":\(withdrawn)}
        """
      let answer = try await program.post("/api/v1/records/attempts", attempt, type: "application/json")
      #expect(answer.status == 200, "\(answer.text)")
      let statistics = try await program.get("/api/v1/users/n1/statistics").json()
      return (
        statistics["report"]?["total_time_spent"]?.compareForm, statistics["courses"],
        try await program.get("/api/v1/users/n1/statistics/time_spent/records").json()
      )
    }
    #expect(try await program.post("/api/v1/records/users", user("n1"), type: "application/json").status == 200)
    #expect(try await send("null").time == "77")
    let gone = try await send("\"\(Self.then)\"")
    #expect(gone.time == "0" && gone.courses?.compareForm == "[]")
    #expect(gone.evidence["records"]?.compareForm == "[]")
    guard case .list(let left)? = gone.evidence["left_out"], left.count == 1 else {
      Issue.record("\(gone.evidence.compareForm)")
      return
    }
    #expect(left[0]["reason"]?.compareForm == "\"withdrawn\"" && left[0]["page"]?.compareForm == "null")
    #expect(try await program.get("/api/v1/users/n1/courses/C/attempts").status == 404)
    #expect(try await send("null").time == "77")
    #expect(try await site.store.differences() == [])
  }

  @Test func `A fault names its element, field and value, and nothing of the batch comes in`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let before = try await site.store.dump(without: ["tokens"])
    let bad = user("n2").replacing(Self.then, with: "2026-02-30T00:00:00Z")
    for (body, type) in [
      ("[\(user("n1")),\(bad)]", "application/json"), ("\(user("n1"))\n\(bad)\n", "application/x-ndjson"),
    ] {
      let answer = try await program.post("/api/v1/records/users", body, type: type)
      answer.expectProblem(422, "bad_records")
      guard case .list(let errors)? = try answer.json()["errors"], let error = errors.first else {
        Issue.record("no errors in \(answer.text)")
        continue
      }
      #expect(errors.count == 1)
      #expect(error["element"]?.compareForm == "2")
      #expect(error["field"]?.compareForm == "\"created_at\"")
      #expect(error["pointer"]?.compareForm == (type.hasSuffix("ndjson") ? "null" : "\"/1/created_at\""))
      #expect(error["value"]?.compareForm == "\"2026-02-30T00:00:00Z\"")
    }
    #expect(try await site.store.dump(without: ["tokens"]) == before)
  }

  @Test(arguments: [
    ("users", "{", 422), ("users", "", 422), ("users", "null", 422), ("users", "7", 422), ("users", "[7]", 422),
    ("users", "{}", 422), ("users", "{\"id\":\"a\",\"nmae\":\"b\"}", 422), ("tags", "{\"id\":1,\"name\":[]}", 422),
    ("tags", "{\"id\":\"a b\",\"name\":\"x\"}", 422), ("tags", "{\"id\":\"a\",\"name\":\"\\u0000\"}", 422),
    ("tags", "[{\"id\":\"a\",\"name\":\"x\"},{\"id\":\"a\",\"name\":\"y\"}]", 422), ("no_such", "{}", 404),
    ("groups", "{\"id\":\"ops\",\"name\":\"Ops\",\"parent\":\"ops\"}", 422),
    ("groups", "{\"id\":\"second\",\"name\":\"Root\"}", 422),
    ("memberships", "{\"group\":\"root\",\"user\":\"coach\",\"role\":\"owner\"}", 422),
    ("attempts", "{\"id\":\"x\",\"user\":\"nobody\",\"course\":\"C\",\"started_at\":\"2025-06-01T00:00:00Z\"}", 422),
    ("..%2Fusers", "{}", 404), ("%00", "{}", 400),
  ])
  func `What cannot be taken is refused, and the store is as before`(kind: String, body: String, status: Int)
    async throws
  {
    let site = try await TestSite()
    let token = try await site.token(of: "owner")
    let before = try await site.store.dump(without: ["tokens"])
    let headers = [
      "Authorization: Bearer \(token)", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
    ]
    let answer = try await Wire.ask(
      site.port, "POST", "/api/v1/records/\(kind)", headers: headers, body: Array(body.utf8))
    answer.expectSecurity(kind)
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.headers["content-type"] == "application/problem+json")
    #expect(try await site.store.dump(without: ["tokens"]) == before)
  }

  @Test func `More than 16 MB, a wrong encoding and very deep JSON are refused`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let path = "/api/v1/records/tags"
    let large = Data(repeating: 0x20, count: 17 * 1_048_576)
    let token = try await site.token(of: "owner")
    for more in ["Content-Length: \(large.count)", "Transfer-Encoding: chunked"] {
      let body =
        more.hasPrefix("C")
        ? Array(large) : Array("\(String(large.count, radix: 16))\r\n".utf8) + large + Array("\r\n0\r\n\r\n".utf8)
      let answer = try await Wire.ask(
        site.port, "POST", path, headers: ["Authorization: Bearer \(token)", "Content-Type: application/json", more],
        body: body)
      answer.expectProblem(413, "too_large", "\(more)")
    }
    let latin = Data("{\"id\":\"a\",\"name\":\"".utf8) + [0xE9] + Data("\"}".utf8)
    let deep = Data((String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8)
    for body in [latin, deep, Data([0xFF, 0xFE, 0x00])] {
      let answer = try await program.ask("POST", path, headers: ["Content-Type": "application/json"], body: body)
      answer.expectProblem(422, "bad_records")
    }
  }

  @Test func `Of many faults the first hundred are given, and all are counted`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let bad = (1...150).map { "{\"id\":\"t\($0)\",\"name\":7}" }.joined(separator: ",")
    let answer = try await program.post("/api/v1/records/tags", "[\(bad)]", type: "application/json")
    answer.expectProblem(422, "bad_records")
    let problem = try answer.json()
    guard case .list(let errors)? = problem["errors"] else { throw Missing() }
    #expect(errors.count == 100 && problem["error_count"]?.compareForm == "150")
    #expect(errors.last?["pointer"]?.compareForm == "\"/99/name\"")
    let single = try await program.post("/api/v1/records/tags", "{\"id\":\"t\",\"na/me\":7}", type: "application/json")
    guard case .list(let one)? = try single.json()["errors"] else { throw Missing() }
    #expect(one.first?["pointer"]?.compareForm == "\"/na~1me\"")
  }

  private struct Missing: Error {}

  @Test func `A type that is not read here is told so`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let tag = "{\"id\":\"t1\",\"name\":\"One\"}"
    for type in ["text/csv", "application/x-www-form-urlencoded", "application/xml", "json", "application/jsonp"] {
      try await program.post("/api/v1/records/tags", tag, type: type).expectProblem(415, "unsupported_type", "\(type)")
    }
    for type in ["application/json; charset=utf-8", "Application/JSON", "application/x-ndjson;charset=utf-8"] {
      #expect(try await program.post("/api/v1/records/tags", tag, type: type).status == 200, "\(type)")
    }
    let packed = try await program.ask(
      "POST", "/api/v1/records/tags", headers: ["Content-Type": "application/json", "Content-Encoding": "gzip"],
      body: Data(tag.utf8))
    packed.expectProblem(415, "unsupported_type")
  }

  @Test func `What was taken in is on the next page, in the next file and by the API`() async throws {
    let site = try await TestSite()
    let (program, browser) = (try await site.program(of: "owner"), try await site.browser(of: "owner"))
    #expect(try await browser.get("/users/outside").text.contains("<bdi>0 h 00 min</bdi>"))
    let attempt = """
      {"id":"z1","user":"outside","course":"C","started_at":"\(Self.then)","last_activity_at":"\(Self.then)",\
      "time_spent":4020,"progress":100}
      """
    let answer = try await program.post("/api/v1/records/attempts", attempt, type: "application/json")
    #expect(answer.text == "{\"new\":1,\"changed\":0,\"same\":0}")
    #expect(try await browser.get("/users/outside").text.contains("<bdi>1 h 07 min</bdi>"))
    #expect(try await browser.get("/users/outside/download").text.contains("1:07:00"))
    #expect(try await program.get("/api/v1/users?q=outside").text.contains("\"time_spent\":4020"))
  }
}
