import Support
import Testing

@testable import LRS

/// Equal statements, repairs, and formats.
@Suite struct StatementFormTests {
  private static let statement = ValidationTests.statement

  private static func changed(_ path: String, _ value: String) -> JSONValue {
    statement.changing(path.split(separator: "."), to: try? JSONParser.parse(value))
  }

  @Test(arguments: [
    ("authority", ""), ("stored", #""2027-01-01T00:00:00Z""#), ("version", #""1.0.0""#), ("timestamp", ""),
    ("timestamp", #""2026-03-02T10:00:00.1234560+01:00""#), ("verb.display", ""), ("object.definition", ""),
    ("object.objectType", #""Activity""#), ("id", #""0a000000-0000-4000-8000-000000000001""#),
    ("context.registration", #""0a000000-0000-4000-8000-000000000002""#),
    ("context.instructor.mbox", #""mailto:b@EXAMPLE.com""#),
    ("context.instructor.objectType", #""Agent""#), ("context.contextActivities.grouping", #"[{"id":"a:c"}]"#),
    ("context.contextActivities.parent.0.definition", #"{"name":{"en":"x"}}"#), ("result.score.scaled", "0.50"),
    ("actor.member", #"[{"openid":"https://a.example"},{"mbox":"mailto:a@example.com"}]"#),
  ])
  func `Copies of a statement are equal`(_ path: String, _ value: String) {
    #expect(StatementComparison.areEqual(Self.statement, Self.changed(path, value)))
  }

  @Test(arguments: [
    ("timestamp", #""2026-03-02T09:00:00.123457Z""#), ("result.duration", #""PT60S""#), ("result.success", "false"),
    ("context.instructor.mbox", #""mailto:B@example.com""#), ("actor.name", #""x""#), ("context.language", #""en""#),
    ("context.contextActivities.parent", #"[{"id":"a:b"},{"id":"a:c"}]"#), ("attachments", ""),
    ("result.response", #""A""#),
    ("object.id", #""https://c.example/Q""#), ("context.extensions", #"{"a:b":"1"}"#),
  ])
  func `Other statements are not equal`(_ path: String, _ value: String) {
    #expect(!StatementComparison.areEqual(Self.statement, Self.changed(path, value)))
  }

  @Test func `Durations are equal up to hundredths of a second, and the order of context activities counts`() {
    func areEqual(_ path: String, _ first: String, _ second: String) -> Bool {
      StatementComparison.areEqual(Self.changed(path, first), Self.changed(path, second))
    }
    #expect(areEqual("result.duration", #""PT1.239S""#, #""PT1.23S""#))
    #expect(!areEqual("result.duration", #""PT1.24S""#, #""PT1.23S""#))
    #expect(
      !areEqual("context.contextActivities.other", #"[{"id":"a:b"},{"id":"a:c"}]"#, #"[{"id":"a:c"},{"id":"a:b"}]"#))
  }

  @Test func `Lenient mode repairs what senders do wrong`() throws {
    let score = Self.changed("result.score", #"{"raw":0,"min":0,"max":0}"#)
    #expect(LenientRepair.repaired(score)["result"]?["score"] == nil)
    #expect(LenientRepair.repaired(score)["result"]?["response"]?.string == "a")
    let lists = #"{"parent":[{"id":"a:b","objectType":"GroupActivity"},{"id":"438AD672"}],"grouping":[{"id":null}]}"#
    let activities = Self.changed("context.contextActivities", lists)
    let repaired = LenientRepair.repaired(activities)["context"]?["contextActivities"]
    #expect(repaired?.text == #"{"parent":[{"id":"a:b","objectType":"Activity"}]}"#)
    let object = LenientRepair.repaired(Self.changed("object", #"{"id":"a:b","objectType":"GroupActivity"}"#))
    #expect(object["object"]?["objectType"]?.string == "Activity")
    for statement in [score, activities, object] {
      #expect(throws: Never.self) { try StatementValidator(.v1).check(LenientRepair.repaired(statement)) }
    }
    #expect(throws: StatementFault.self) { try StatementValidator(.v1).check(activities) }
    let broken = LenientRepair.repaired(Self.changed("object.id", "null"))
    #expect(throws: StatementFault.self) { try StatementValidator(.v1).check(broken) }
  }

  /// U+212A, the Kelvin sign, is a k by Unicode's rules.
  @Test func `Only ASCII letters of an address are folded`() {
    let identifiers = ["mailto:K@x.org", "MAILTO:k@X.org", "mailto:\u{212A}@x.org"].map {
      ActorIdentifier(["mbox": .string($0)])
    }
    #expect(identifiers[0] != nil && identifiers[0] == identifiers[1])
    #expect(identifiers[2] != nil && identifiers[2] != identifiers[0])
  }

  @Test func `Every format gives a valid statement`() throws {
    for format in [StatementFormat.exact, .ids, .canonical] {
      let text = format.text(of: Self.statement, languages: ["de"]) { _ in nil }
      #expect(throws: Never.self) { try StatementValidator(.v1).check(text) }
      #expect(text["context"]?["contextActivities"]?["grouping"]?.items?.count == 1)
    }
  }

  @Test func `The format ids keeps what identifies, and canonical one language`() {
    let ids = StatementFormat.ids.text(of: Self.statement, languages: []) { _ in nil }
    #expect(ids["object"]?.text == #"{"id":"https://c.example/q"}"#)
    #expect(ids["verb"]?.members?.map(\.0) == ["id"])
    #expect(ids["actor"]?.members?.map(\.0) == ["objectType", "member"])
    #expect(ids["context"]?["team"]?["account"]?["name"]?.string == "team")
    let canonical = StatementFormat.canonical.text(of: Self.statement, languages: ["fr", "zh"]) { id in
      id == "https://c.example/q" ? ["name": ["en": "E", "zh-Hant": "Z"], "type": "a:b"] : nil
    }
    #expect(canonical["verb"]?["display"]?.text == #"{"zh-Hans-CN":"x"}"#)
    #expect(canonical["object"]?["definition"]?.text == #"{"name":{"zh-Hant":"Z"},"type":"a:b"}"#)
  }
}
