import Access
import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// State and profile documents at the xAPI door (xapi.md §16).
@Suite struct XAPIDocumentTests {
  private static let agent = "agent=" + Browser.encoded("{\"mbox\":\"mailto:ada@x.org\"}")
  private static let activity = "activityId=" + Browser.encoded("http://x.org/fire")
  private static let state = "/activities/state?\(activity)&\(agent)"
  private static let profile = "/activities/profile?\(activity)"

  @Test func `A document has the SHA-1 of its bytes as ETag, and keeps its type`() async throws {
    let client = try await XAPIClient(try await TestSite())
    #expect(try await client.ask("PUT", Self.state + "&stateId=s", "abc", type: "text/plain").status == 204)
    let answer = try await client.ask("GET", Self.state + "&stateId=s")
    #expect(answer.headers["etag"] == "\"a9993e364706816aba3e25717850c26c9cd0d89d\"")
    #expect(answer.headers["content-type"] == "text/plain")
    #expect(answer.text == "abc")
    #expect(try await client.ask("HEAD", Self.state + "&stateId=s").status == 200)
    #expect(try await client.ask("GET", Self.state + "&stateId=t").status == 404)
  }

  @Test func `A PUT on an existing document needs a condition: profiles always, state in 2 only`() async throws {
    var client = try await XAPIClient(try await TestSite())
    for (version, path, status) in [
      ("1.0.3", Self.profile + "&profileId=p", 409), ("1.0.3", Self.state + "&stateId=s", 204),
      ("2.0.0", Self.state + "&stateId=t", 409),
    ] {
      client.version = version
      #expect(try await client.ask("PUT", path, "{}").status == (path.contains("profile") ? 400 : 204))
      let isNew = ["If-None-Match": "*"]
      let first = try await client.ask("PUT", path, "{}", headers: isNew)
      #expect(first.status == (path.contains("profile") ? 204 : 412))
      #expect(try await client.ask("PUT", path, "{\"a\":1}").status == status, "\(version) \(path)")
      let wrong = ["If-Match": "\"0000\""]
      for method in ["PUT", "POST", "DELETE"] {
        let body = method == "DELETE" ? nil : "{\"b\":1}"
        #expect(try await client.ask(method, path, body, headers: wrong).status == 412, "\(version) \(method)")
      }
      #expect(try await client.ask("PUT", path, "{}", headers: ["If-None-Match": "*"]).status == 412)
      let tag = try #require(try await client.ask("GET", path).headers["etag"])
      #expect(try await client.ask("PUT", path, "{\"c\":1}", headers: ["If-Match": tag]).status == 204)
      #expect(try await client.ask("DELETE", path).status == 204)
    }
  }

  @Test func `POST merges the top level of JSON objects only`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let path = Self.profile + "&profileId=p"
    #expect(try await client.ask("POST", path, "{\"a\":{\"x\":1},\"b\":1}").status == 204)
    #expect(try await client.ask("POST", path, "{\"a\":{\"y\":2},\"c\":1.50}").status == 204)
    #expect(try await client.ask("GET", path).text == "{\"b\":1,\"a\":{\"y\":2},\"c\":1.50}")
    #expect(try await client.ask("POST", path, "[1]").status == 400)
    #expect(try await client.ask("POST", path, "{}", type: "text/plain").status == 400)
  }

  @Test func `Without an id, documents are listed or deleted, of one registration or of all`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let registered = Self.state + "&registration=" + XAPIClient.id(1)
    for path in [Self.state + "&stateId=a", registered + "&stateId=b"] {
      #expect(try await client.ask("PUT", path, "{}").status == 204)
    }
    #expect(try await client.ask("GET", registered).text == "[\"b\"]")
    #expect(try await client.ask("GET", Self.state).text == "[\"a\",\"b\"]")
    #expect(try await client.ask("GET", Self.state + "&stateId=b").status == 404)
    #expect(try await client.ask("GET", Self.state + "&since=2999-01-01T00:00:00Z").text == "[]")
    #expect(try await client.ask("DELETE", registered).status == 204)
    #expect(try await client.ask("GET", Self.state).text == "[\"a\"]")
    #expect(try await client.ask("DELETE", Self.profile).status == 400)
  }
}
