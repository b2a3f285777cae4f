import Records
import Testing

/// Choices, lists, language tags, time zones and the JSON of a question's choices.
@Suite struct StructuredFieldTests {
  @Test func `A choice is one of those known, and a slip is told`() {
    let fault = FieldReading.fault(.memberships, "role", "lerner")
    #expect(fault?.reason == "is not one of learner, author, coach, user_admin, admin, owner; did you mean learner?")
    #expect(FieldReading.fault(.memberships, "role", "Learner") != nil)
  }

  @Test func `A list is ids between bars, each once, and is kept as JSON`() throws {
    #expect(try FieldReading.read(.courses, "co_authors", "u1|a/b|ü\"") == .text(#"["u1","a/b","ü\""]"#))
    #expect(FieldReading.fault(.courses, "co_authors", "u1|u2|u1")?.reason == "is in the list twice; remove one")
    for text in ["u1|", "|u1", "u1||u2", "u1| u2"] { #expect(FieldReading.fault(.courses, "co_authors", text) != nil) }
  }

  @Test(arguments: ["en", "pt-BR", "zh-Hant-TW", "sl-nedis", "es-419", "de-CH-1901"])
  func `A language is a BCP 47 tag`(tag: String) throws {
    #expect(try FieldReading.read(.users, "language", tag) == .text(tag))
  }

  @Test(arguments: ["e", "english language", "en_GB", "en-", "-en", "12", "en--GB", "abcdefghi", "ü"])
  func `What is no language tag is refused`(tag: String) {
    #expect(
      FieldReading.fault(.users, "language", tag)?.reason == "is not a language tag (BCP 47), such as en or pt-BR")
  }

  @Test(arguments: [
    "Europe/Berlin", "America/Argentina/Buenos_Aires", "Europe/Kyiv", "Europe/Kiev", "UTC", "Etc/GMT+12",
  ])
  func `A time zone is an IANA name, an old one too`(name: String) throws {
    #expect(try FieldReading.read(.users, "time_zone", name) == .text(name))
  }

  @Test(arguments: ["Europe/Bielefeld", "../../etc/passwd", "/etc/localtime", "Europe", "Berlin", "europe /berlin"])
  func `What is no time zone is refused`(name: String) {
    #expect(FieldReading.fault(.users, "time_zone", name)?.reason == "is not a time zone (IANA), such as Europe/Berlin")
  }

  @Test func `Equal choices are kept as equal texts`() throws {
    let kept = FieldValue.text(#"[{"description":"A/b","id":"a"}]"#)
    #expect(try FieldReading.read(.questions, "choices", #"[ {"id":"a", "description":"A\/b"} ]"#) == kept)
    #expect(try FieldReading.read(.questions, "choices", #"[{"description":"A/b","id":"\u0061"}]"#) == kept)
    let sides = #"{"source":[{"id":"a"}],"target":[{"id":"x"}]}"#
    #expect(try FieldReading.read(.questions, "choices", sides) == .text(sides))
  }

  @Test(arguments: [#"{"id":"a"}"#, #"["a"]"#, #"[{"description":"A"}]"#, #"[{"id":1}]"#, "7", #""a""#, "null"])
  func `JSON that is no list of choices is refused`(text: String) {
    #expect(FieldReading.fault(.questions, "choices", text)?.reason.contains("not a list of choices") == true)
  }

  @Test func `What is not JSON, or JSON too deep, is refused`() {
    #expect(FieldReading.fault(.questions, "choices", "[{")?.reason == "is not valid JSON")
    let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
    #expect(FieldReading.fault(.questions, "choices", deep) != nil)
  }
}
