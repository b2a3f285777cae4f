import Support

@testable import LRS

extension ValidationTests {
  static let statement =
    (try? JSONParser.parse(
      #"""
      {"id":"0A000000-0000-4000-8000-000000000001","timestamp":"2026-03-02T09:00:00.123456Z","version":"1.0.3",
      "stored":"2026-03-02T09:00:00Z","authority":{"objectType":"Agent","mbox":"mailto:lms@example.com"},
      "actor":{"objectType":"Group","name":"Both","member":[{"mbox":"mailto:a@example.com"},{"openid":"https://a.example"}]},
      "verb":{"id":"http://adlnet.gov/expapi/verbs/answered","display":{"en-US":"answered","zh-Hans-CN":"x"}},
      "object":{"id":"https://c.example/q","definition":{"name":{"en":"Q"},"description":{"de":"F"},"type":"a:b",
        "moreInfo":"https://c.example","interactionType":"choice","correctResponsesPattern":["a"],
        "choices":[{"id":"a","description":{"en":"A"}},{"id":"b"}],"extensions":{"a:b":null}}},
      "result":{"score":{"scaled":0.5,"raw":5,"min":0,"max":10},"success":true,"completion":false,"response":"a",
        "duration":"PT1M","extensions":{"https://x.example/y":{"z":null}}},
      "context":{"registration":"0A000000-0000-4000-8000-000000000002","instructor":{"mbox":"mailto:b@example.com"},
        "team":{"objectType":"Group","account":{"homePage":"https://lms.example","name":"team"}},"revision":"1",
        "platform":"p","language":"en-GB","statement":{"objectType":"StatementRef","id":"0A000000-0000-4000-8000-000000000003"},
        "contextActivities":{"parent":[{"id":"a:b"}],"grouping":{"objectType":"Activity","id":"a:c"},"other":[]},
        "extensions":{"a:b":1}},
      "attachments":[{"usageType":"a:b","display":{"en":"A"},"description":{"en":"B"},"contentType":"text/plain",
        "length":3,"sha2":"495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a","fileUrl":"https://x.example"}]}
      """#)) ?? .null

  static let refused: [Case] = [
    // Data 2.2: formatting
    Case("actor", "", at: ""), Case("verb", "", at: ""), Case("object", "", at: ""), Case("Result", "{}", at: ""),
    Case("actor.name", "null"), Case("context.registration", "null"), Case("verb.display.en", "null"),
    // 2.4.1 ids, 4 UUIDs
    Case("id", "12345"), Case("id", #""0A000000-0000-4000-8000-0000000000012""#),
    Case("id", #""0M000000-0000-4000-8000-000000000001""#), Case("context.registration", #""x""#),
    // 2.4.2 actors
    Case("actor.objectType", #""agent""#, at: "actor"), Case("actor.objectType", "1", at: "actor"),
    Case("actor.member", "", at: "actor"), Case("actor.member", "{}"), Case("actor.name", "1"),
    Case("actor.member.0.name", "{}", at: "actor.member[0].name"),
    Case("actor.member.0.objectType", #""Group""#, at: "actor.member[0]"),
    Case("actor.member.0.openid", #""a:b""#, at: "actor.member[0]"),
    Case("actor.member.0", "{}", at: "actor.member[0]"),
    Case("actor.mbox", #""a@example.com""#), Case("actor.mbox", #""mailto:example.com""#),
    Case("actor.mbox_sha1sum", #""4e5f""#), Case("actor.openid", #""example.com""#),
    Case("actor.account", #"{"name":"a"}"#),
    Case("actor.account", #"{"homePage":"lms","name":"a"}"#, at: "actor.account.homePage"),
    Case("actor.account", #"{"homePage":"a:b","name":{}}"#, at: "actor.account.name"),
    Case("authority", #"{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}"#),
    Case("authority", #"{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"},{"mbox":"mailto:d@e.f"}]}"#),
    Case(
      "authority",
      #"{"objectType":"Group","openid":"a:b","member":[{"account":{"homePage":"a:b","name":"k"}},{"mbox":"mailto:a@b.c"}]}"#
    ),
    // 2.4.3 verbs
    Case("verb.id", "", at: "verb"), Case("verb.id", #""answered""#), Case("verb.display", #""answered""#),
    Case("verb.display.something", #""x""#), Case("verb.display.zh-z-aaa-z-bbb", #""x""#), Case("verb.display.en", "1"),
    Case("verb.id", #""http://adlnet.gov/expapi/verbs/voided""#, at: "object"),
    // 2.4.4 objects
    Case("object.objectType", #""activity""#, at: "object"),
    Case("object.objectType", #""GroupActivity""#, at: "object"),
    Case("object.id", "null"), Case("object.id", #""q""#), Case("object.definition", #""x""#),
    Case("object.definition.type", #""x""#), Case("object.definition.moreInfo", #""x""#),
    Case("object.definition.name", "1"),
    Case("object.definition.extensions", #"{"x":1}"#, at: "object.definition.extensions.x"),
    Case("object.definition.interactionType", #""choiCe""#), Case("object.definition.interactionType", "1"),
    Case("object.definition.interactionType", #""numeric""#, at: "object.definition.choices"),
    Case("object.definition.interactionType", "", at: "object.definition.choices"),
    Case("object.definition.correctResponsesPattern", #""a""#),
    Case("object.definition.correctResponsesPattern", "[1]", at: "object.definition.correctResponsesPattern[0]"),
    Case("object.definition.choices.1.id", #""a""#, at: "object.definition.choices[1].id"),
    Case("object.definition.choices.0.description", #""a""#, at: "object.definition.choices[0].description"),
    Case("object", #"{"objectType":"Agent","name":"a"}"#),
    Case("object", #"{"objectType":"StatementRef","id":"x"}"#, at: "object.id"),
    Case("object", #"{"objectType":"SubStatement","id":"x"}"#),
    Case("object", #"{"objectType":"SubStatement","object":{"objectType":"SubStatement"}}"#),
    // 2.4.5 results
    Case("result.score.scaled", "1.01", at: "result.score"), Case("result.score.scaled", "-1.01", at: "result.score"),
    Case("result.score.raw", "10.5", at: "result.score"), Case("result.score.raw", "-1", at: "result.score"),
    Case("result.score.max", "0", at: "result.score"), Case("result.score.max", #""100""#),
    Case("result.success", #""true""#), Case("result.completion", "1"), Case("result.response", "1"),
    Case("result.duration", #""P4W1D""#), Case("result.duration", #""PA1H0M0S""#), Case("result.duration", #""PT""#),
    Case("result.duration", #""P1DT""#), Case("result.duration", "12345"), Case("result.extensions", "[]"),
    // 2.4.6 contexts
    Case("context.instructor", #""x""#), Case("context.team", #"{"mbox":"mailto:a@b.c"}"#),
    Case("context.language", #""en-""#),
    Case("context.statement.objectType", "", at: "context.statement"), Case("context.statement.id", #""x""#),
    Case("context.contextActivities.parents", "[]", at: "context.contextActivities"),
    Case("context.contextActivities.parent", #""x""#),
    Case("context.contextActivities.parent.0.objectType", #""Agent""#, at: "context.contextActivities.parent[0]"),
    Case("context.revision", "1"), Case("context.platform", "{}"),
    Case("context.extensions", #"{"x":1}"#, at: "context.extensions.x"),
    Case(
      "object", #"{"objectType":"StatementRef","id":"0A000000-0000-4000-8000-000000000003"}"#, at: "context.revision"),
    // 2.4.7, 2.4.8 and 2.4.10
    Case("timestamp", #""01/011/2015""#), Case("timestamp", #""2026-02-30T09:00:00Z""#), Case("timestamp", "1"),
    Case("timestamp", #""2008-09-15T15:53:00.601-00:00""#), Case("timestamp", #""2008-09-15T15:53:00.601-0000""#),
    Case("timestamp", #""2008-09-15T15:53:00.601-00""#), Case("stored", #""yesterday""#), Case("version", #""0.9""#),
    Case("version", #""1.1.0""#), Case("version", "1"),
    // 2.4.11 attachments
    Case("attachments", "{}"), Case("attachments.0.usageType", #""x""#, at: "attachments[0].usageType"),
    Case("attachments.0.display", "", at: "attachments[0]"),
    Case("attachments.0.length", "1.5", at: "attachments[0].length"),
    Case("attachments.0.length", #""3""#, at: "attachments[0].length"),
    Case("attachments.0.sha2", #""x""#, at: "attachments[0].sha2"),
    Case("attachments.0.contentType", #""text""#, at: "attachments[0].contentType"),
    Case("attachments.0.fileUrl", #""x""#, at: "attachments[0].fileUrl"),
  ]

  static let accepted: [Case] = [
    Case("actor", #"{"mbox":"mailto:a@b.c"}"#),
    Case("actor", #"{"mbox_sha1sum":"4E5F4E5F4E5F4E5F4E5F4E5F4E5F4E5F4E5F4E5F"}"#),
    Case("actor", #"{"objectType":"Group","openid":"https://a.example"}"#), Case("context.language", #""cmn""#),
    Case(
      "authority",
      #"{"objectType":"Group","member":[{"account":{"homePage":"a:b","name":"k"}},{"mbox":"mailto:a@b.c"}]}"#),
    Case("result.duration", #""P3Y1M29DT4H35M59.14S""#), Case("result.duration", #""P4W""#),
    Case("result.duration", #""PT16559.14S""#), Case("result.duration", #""PT1.123456S""#),
    Case("result.response", #""""#),
    Case("timestamp", #""2026-03-02T09:00:00.12345678901234567890+05:30""#),
    Case("timestamp", #""2036-03-02T09:00:00Z""#),
    Case("version", #""1.0""#), Case("version", #""1.0.9""#), Case("verb.display.sr-Cyrl", #""x""#),
    Case("verb.display.es-419", #""x""#), Case("verb.display.x-own", #""x""#), Case("result.score.raw", "1e0"),
    Case("object.definition.interactionType", #""sequencing""#), Case("result.extensions", "{}"),
    Case("context.extensions", #"{"a:b":""}"#),
  ]
}
