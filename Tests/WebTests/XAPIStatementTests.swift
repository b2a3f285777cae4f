import Access
import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// Statements at the xAPI door (xapi.md §16): what is easy to miss.
@Suite struct XAPIStatementTests {
  private static let id = XAPIClient.id

  @Test func `Known ids are accepted if the statement is equal, and a batch is stored whole or not`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let first = XAPIClient.statement(id: Self.id(1))
    #expect(try await client.ask("PUT", "/statements?statementId=\(Self.id(1))", first).status == 204)
    #expect(try await client.ask("PUT", "/statements?statementId=\(Self.id(1))", first).status == 204)
    #expect(try await client.send("[\(first),\(XAPIClient.statement(id: Self.id(2)))]") == [Self.id(1), Self.id(2)])
    let other = XAPIClient.statement(id: Self.id(1), actor: "bob@x.org")
    let batch = "[\(XAPIClient.statement(id: Self.id(3))),\(other)]"
    #expect(try await client.ask("POST", "/statements", batch).status == 409)
    let broken = "[\(XAPIClient.statement(id: Self.id(3))),{\"id\":\"\(Self.id(4))\"}]"
    #expect(try await client.ask("POST", "/statements", broken).status == 400)
    let twice = "[\(XAPIClient.statement(id: Self.id(5))),\(XAPIClient.statement(id: Self.id(5)))]"
    #expect(try await client.ask("POST", "/statements", twice).status == 400)
    #expect(try await client.find("") == [Self.id(2), Self.id(1)])
  }

  @Test func `Voiding hides a statement in any order of arrival, but not a voiding one`() async throws {
    let client = try await XAPIClient(try await TestSite())
    try await client.send(XAPIClient.voiding(Self.id(1), own: Self.id(2)))
    try await client.send(XAPIClient.statement(id: Self.id(1)))
    try await client.send(XAPIClient.voiding(Self.id(2), own: Self.id(3)))
    #expect(try await client.ask("GET", "/statements?statementId=\(Self.id(1))").status == 404)
    #expect(try await client.ask("GET", "/statements?voidedStatementId=\(Self.id(1))").status == 200)
    #expect(try await client.ask("GET", "/statements?statementId=\(Self.id(2))").status == 200)
    // The voiding statements refer to one that matches.
    let activity = "activity=" + Browser.encoded("http://x.org/fire")
    #expect(try await client.find(activity) == [Self.id(3), Self.id(2)])
  }

  @Test func `Statements that refer to a match are found, however they came`() async throws {
    let client = try await XAPIClient(try await TestSite())
    func reference(_ own: Int, to target: Int) -> String {
      XAPIClient.statement(
        id: Self.id(own), verb: "http://x.org/said",
        object: "{\"objectType\":\"StatementRef\",\"id\":\"\(Self.id(target))\"}", actor: "bob@x.org")
    }
    try await client.send(reference(3, to: 2))
    try await client.send(reference(2, to: 1))
    try await client.send(XAPIClient.statement(id: Self.id(1)))
    let verb = "verb=" + Browser.encoded("http://adlnet.gov/expapi/verbs/completed")
    #expect(try await client.find(verb + "&ascending=true") == [Self.id(3), Self.id(2), Self.id(1)])
    // All filters apply to one statement: that of Ada is completed, that of Bob is not.
    let agent = "&agent=" + Browser.encoded("{\"mbox\":\"mailto:bob@x.org\"}")
    #expect(try await client.find(verb + agent) == [])
  }

  @Test func `Filters apply to related agents and activities only if asked`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let context = """
      ,"context":{"registration":"\(Self.id(9))","instructor":{"mbox":"mailto:boss@x.org"},\
      "contextActivities":{"parent":[{"id":"http://x.org/course"}]}}
      """
    try await client.send(XAPIClient.statement(id: Self.id(1), more: context))
    try await client.send(XAPIClient.statement(id: Self.id(2)))
    let activity = "activity=" + Browser.encoded("http://x.org/course")
    let agent = "agent=" + Browser.encoded("{\"mbox\":\"mailto:boss@x.org\"}")
    #expect(try await client.find(activity) == [])
    #expect(try await client.find(activity + "&related_activities=true") == [Self.id(1)])
    #expect(try await client.find(agent) == [])
    #expect(try await client.find(agent + "&related_agents=true") == [Self.id(1)])
    #expect(try await client.find("registration=\(Self.id(9))") == [Self.id(1)])
  }

  @Test func `A cursor keeps the query, and since is exclusive`() async throws {
    let client = try await XAPIClient(try await TestSite())
    for number in 1...5 { try await client.send(XAPIClient.statement(id: Self.id(number))) }
    var (found, more) = ([String](), "/xapi/statements?limit=2&ascending=true")
    while !more.isEmpty {
      let page = try await client.ask("GET", String(more.dropFirst(5))).value()
      found += page["statements"]?.items?.compactMap { $0["id"]?.string } ?? []
      more = page["more"]?.string ?? ""
      #expect(more.isEmpty || more.hasPrefix("/xapi/statements?limit=2"))
    }
    #expect(found == (1...5).map(Self.id))
    let third = try await client.ask("GET", "/statements?statementId=\(Self.id(3))").value()
    let stored = Browser.encoded(try #require(third["stored"]?.string))
    #expect(try await client.find("since=\(stored)") == [Self.id(5), Self.id(4)])
    #expect(try await client.find("until=\(stored)&limit=0") == [Self.id(3), Self.id(2), Self.id(1)])
  }

  @Test(arguments: [
    "Limit=1", "limit=-1", "limit=x", "statementId=1", "ascending=yes", "format=all", "verb=said", "agent={}",
    "since=2026-01-01T00:00:00-00:00", "cursor=1",
    "statementId=00000000-0000-4000-8000-000000000001&voidedStatementId=00000000-0000-4000-8000-000000000001",
    "statementId=00000000-0000-4000-8000-000000000001&limit=1",
  ])
  func `A wrong parameter is refused`(query: String) async throws {
    let client = try await XAPIClient(try await TestSite())
    let path = query.replacing("{", with: "%7B").replacing("}", with: "%7D")
    #expect(try await client.ask("GET", "/statements?\(path)").status == 400)
  }

  @Test func `The LRS sets authority, stored, timestamp and version, and keeps the rest`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let result =
      ",\"result\":{\"score\":{\"raw\":1.50}},\"authority\":{\"mbox\":\"mailto:me@x.org\"},"
      + "\"stored\":\"2020-01-01T00:00:00Z\""
    try await client.send(XAPIClient.statement(id: Self.id(1), more: result))
    let answer = try await client.ask("GET", "/statements?statementId=\(Self.id(1))")
    let statement = try answer.value()
    #expect(statement["authority"]?["account"]?["name"]?.string == client.created.id)
    #expect(statement["version"]?.string == "1.0.0")
    #expect(statement["timestamp"]?.string == statement["stored"]?.string)
    #expect(statement["stored"]?.string?.hasPrefix("2020") == false)
    #expect(answer.text.contains("\"raw\":1.50"))
    #expect(answer.headers["last-modified"]?.hasSuffix("GMT") == true)
    #expect(answer.headers["x-experience-api-version"] == "1.0.3")
    #expect(answer.headers["x-experience-api-consistent-through"]?.hasSuffix("Z") == true)
  }

  @Test func `Formats ids and canonical`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let named = "{\"id\":\"http://x.org/fire\",\"definition\":{\"name\":{\"en-US\":\"Fire\",\"de\":\"Feuer\"}}}"
    try await client.send(XAPIClient.statement(id: Self.id(1), object: named))
    try await client.send(XAPIClient.statement(id: Self.id(2)))
    let ids = try await client.ask("GET", "/statements?statementId=\(Self.id(1))&format=ids").value()
    #expect(ids["object"]?["definition"] == nil)
    let german = try await client.ask(
      "GET", "/statements?statementId=\(Self.id(2))&format=canonical", headers: ["Accept-Language": "fr, de;q=0.5"])
    #expect(try german.value()["object"]?["definition"]?["name"]?.text == "{\"de\":\"Feuer\"}")
    let activity = try await client.ask("GET", "/activities?activityId=" + Browser.encoded("http://x.org/fire"))
    #expect(try activity.value()["definition"]?["name"]?["en-US"]?.string == "Fire")
  }

  @Test func `A person is everything that is known about an agent`() async throws {
    let client = try await XAPIClient(try await TestSite())
    try await client.send(
      "{\"actor\":{\"mbox\":\"mailto:ada@x.org\",\"name\":\"Ada L\"},\"verb\":{\"id\":\"http://x.org/v\"},"
        + "\"object\":{\"id\":\"http://x.org/a\"}}")
    let agent = "/agents?agent=" + Browser.encoded("{\"mbox\":\"mailto:ada@x.org\"}")
    #expect(
      try await client.ask("GET", agent).text
        == "{\"objectType\":\"Person\",\"name\":[\"Ada L\"],\"mbox\":[\"mailto:ada@x.org\"]}")
  }

  @Test func `A lenient credential repairs statements, and sets aside what it cannot repair`() async throws {
    let site = try await TestSite()
    let (strict, lenient) = (try await XAPIClient(site), try await XAPIClient(site, isLenient: true))
    let group = "{\"id\":\"http://x.org/g\",\"objectType\":\"GroupActivity\"}"
    let batch = "[\(XAPIClient.statement(id: Self.id(1), object: group)),{\"id\":\"\(Self.id(2))\"}]"
    #expect(try await strict.ask("POST", "/statements", batch).status == 400)
    #expect(try await lenient.send(batch) == [Self.id(1), Self.id(2)])
    #expect(try await strict.find("") == [Self.id(1)])
    let counts = try await site.store.database.read { session in
      (
        try session.number("SELECT count(*) FROM refused_statements"),
        try session.number("SELECT count(*) FROM statements WHERE original LIKE '%GroupActivity%'")
      )
    }
    #expect(counts == (1, 1))
    // Without a version, and at the other address.
    var webhook = lenient
    webhook.version = nil
    #expect(try await webhook.ask("POST", "/webhook", XAPIClient.statement()).status == 200)
    #expect(try await strict.ask("POST", "/webhook", XAPIClient.statement()).status == 404)
  }

  @Test func `Bad input is refused, odd input is stored, and nothing breaks`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let many = (0..<10_000).map { "{\"id\":\"http://x.org/\($0)\"}" }.joined(separator: ",")
    for (body, status) in [
      ("", 400), ("{", 400), ("null", 400), ("[1]", 400), (String(repeating: "[", count: 100_000), 400),
      (XAPIClient.statement(more: ",\"result\":{\"success\":true,\"success\":true}"), 400),
      (XAPIClient.statement(more: ",\"timestamp\":\"2026-01-01T00:00:00-00:00\""), 400),
      (XAPIClient.statement(more: ",\"result\":{\"response\":\"\\u0000\"}"), 200),
      (XAPIClient.statement(more: ",\"result\":{\"score\":{\"raw\":1e400}}"), 200),
      (XAPIClient.statement(more: ",\"timestamp\":\"2026-01-01T00:00:00.12345678901234567890Z\""), 200),
      (XAPIClient.statement(more: ",\"timestamp\":\"2099-01-01T00:00:00Z\""), 200),
      (XAPIClient.statement(more: ",\"context\":{\"contextActivities\":{\"other\":[\(many)]}}"), 200),
    ] {
      #expect(try await client.ask("POST", "/statements", body).status == status, "\(body.prefix(200))")
    }
    let last = "activity=" + Browser.encoded("http://x.org/9999") + "&related_activities=true"
    #expect(try await client.find(last).count == 1)
    #expect(try await client.find("").count == 5)
  }
}
