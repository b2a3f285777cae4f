import Access
import Testing

/// What one request to the xAPI door may cost.
@Suite struct XAPILimitTests {
  @Test func `A form with many fields is refused, and a strange credential before it is read`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let (path, many) = ("/xapi/about?method=GET", String(repeating: "a&", count: 200_000))
    var headers = ["Content-Type": "application/x-www-form-urlencoded"]
    let answer = try await client.raw("POST", path, headers: headers, body: many)
    #expect(answer.status == 400 && answer.text.contains("more than 100 fields"), "\(answer.text)")
    headers["Authorization"] = "x"
    #expect(try await client.raw("POST", path, headers: headers, body: many).status == 401)
  }

  @Test func `A request has a bounded number of statements, and of values`() async throws {
    let client = try await XAPIClient(try await TestSite(), isLenient: true)
    let statements = Array(repeating: "0", count: 10_001).joined(separator: ",")
    let answer = try await client.ask("POST", "/statements", "[\(statements)]")
    #expect(answer.status == 400 && answer.text.contains("10000"), "\(answer.text)")
    let values = String(repeating: "0,", count: 1_000_000)
    #expect(try await client.ask("POST", "/statements", "[\(values)0]").status == 413)
  }

  @Test func `A document that is merged stays within the limit`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let agent = Browser.encoded("{\"mbox\":\"mailto:ada@x.org\"}")
    let path = "/activities/state?activityId=http%3A%2F%2Fx.org%2Ffire&agent=\(agent)&stateId=s"
    let half = String(repeating: "x", count: 5 << 20)
    #expect(try await client.ask("POST", path, "{\"a\":\"\(half)\"}").status == 204)
    #expect(try await client.ask("POST", path, "{\"b\":\"\(half)\"}").status == 413)
    #expect(try await client.ask("GET", path).text.utf8.starts(with: "{\"a\":".utf8))
  }
}
