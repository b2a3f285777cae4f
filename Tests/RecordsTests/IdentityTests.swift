import Records
import Testing

/// Values of identities, as they are stored and compared.
@Suite struct IdentityTests {
  @Test(arguments: [
    ("mbox", " Ada@Example.COM", "ada@example.com"),
    ("sha1", "EBD31E95054C018B10727CCFFD2EF2EC3A016EE9", "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"),
    ("openid", "https://Ada.example.com/", "https://Ada.example.com/"), ("openid", "urn:x:A", "urn:x:A"),
    ("account", "https://lms.example.com Ada B", "https://lms.example.com Ada B"),
    ("oidc", "https://login.example.com/r 24-A|b c", "https://login.example.com/r 24-A|b c"),
    ("oidc", "http://localhost:9400 " + String(repeating: "s", count: 255), nil),
    ("scim", "00u1|Ä", "00u1|Ä"), ("source", "campus:u:12", "campus:u:12"),
  ]) func `A value is kept in one form`(kind: String, text: String, kept: String?) {
    var row = Self.row(kind, text)
    #expect(row.settle().isEmpty)
    #expect(row["value"].text.map { Array($0.utf8) } == Array((kept ?? text).utf8))
  }

  @Test(arguments: [
    ("mbox", "ada"), ("mbox", "mailto:ada@example.com"), ("sha1", "ebd31e95"),
    ("sha1", "gbd31e95054c018b10727ccffd2ef2ec3a016ee9"), ("openid", "ada"), ("openid", ":a"),
    ("openid", "https://a b"),
    ("openid", "1a:b"), ("account", "https://lms.example.com"), ("account", "https://lms.example.com "),
    ("account", "lms ada"), ("oidc", "https://login.example.com"), ("oidc", "login.example.com 1"),
    ("oidc", "ftp://login.example.com 1"), ("oidc", "https://login.example.com " + String(repeating: "s", count: 256)),
    ("oidc", " 1"), ("scim", "a\u{7}"), ("scim", String(repeating: "s", count: 2_001)), ("source", "campus"),
    ("source", "Campus:1"), ("source", ":1"), ("source", "campus:"),
    ("source", String(repeating: "s", count: 33) + ":1"),
  ]) func `A value that is none of its kind is a fault of it`(kind: String, text: String) {
    var row = Self.row(kind, text)
    #expect(row.settle().map(\.field) == ["value"])
  }

  private static func row(_ kind: String, _ value: String) -> RecordRow {
    var row = RecordRow(kind: .identities)
    row.set("user", .text("u"))
    row.set("kind", .text(kind))
    row.set("value", .text(value))
    return row
  }
}
