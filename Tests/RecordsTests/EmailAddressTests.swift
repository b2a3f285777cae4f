import Records
import Testing

/// One function for every address, whatever its source.
@Suite struct EmailAddressTests {
  private static let label63 = String(repeating: "a", count: 63)
  private static let local64 = String(repeating: "l", count: 64)
  /// 253 bytes.
  private static let longest =
    ([label63, label63, label63].map { $0 + "." }.joined()) + String(repeating: "b", count: 61)

  @Test(arguments: [
    (" Ada@Example.COM\t", "ada@example.com"), ("a@b", "a@b"), ("\r\na.b.c@x-y.org\n", "a.b.c@x-y.org"),
    ("!#$%&'*+-/=?^_`{|}~@x.org", "!#$%&'*+-/=?^_`{|}~@x.org"), ("\(local64)@x.org", "\(local64)@x.org"),
    ("a@\(longest)", "a@\(longest)"), ("a@1.2-3.x4", "a@1.2-3.x4"), ("mailto@x.org", "mailto@x.org"),
    ("ÉLAN@example.com", "élan@example.com"), ("E\u{301}lan@example.com", "élan@example.com"),
    ("ΣΑΣ@x.org", "σασ@x.org"), ("\u{212B}sa@x.org", "åsa@x.org"), ("用户@x.org", "用户@x.org"),
    ("a@MÜNCHEN.de", "a@xn--mnchen-3ya.de"), ("a@mu\u{308}nchen.de", "a@xn--mnchen-3ya.de"),
    ("a@XN--Mnchen-3YA.de", "a@xn--mnchen-3ya.de"), ("a@straße.de", "a@xn--strae-oqa.de"),
    ("a@例え.jp", "a@xn--r8jz45g.jp"),
  ])
  func `An address is kept in one spelling`(text: String, expected: String) throws {
    let address = try #require(EmailAddress.normalized(text))
    #expect(Array(address.utf8) == Array(expected.utf8))
    #expect(EmailAddress.normalized(address) == address)
    #expect(Array(EmailAddress.lookup(text).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("mailto:a@x.org", "mailto"), ("MAILTO:a@x.org", "mailto"), ("Ada <a@x.org>", "angle brackets"),
    ("", "not an email address"), (" ", "not an email address"), ("ada", "not an email address"),
    ("@x.org", "not an email address"), ("ada@", "not an email address"), ("a@b@c", "not an email address"),
    (".a@x.org", "dot"), ("a.@x.org", "dot"), ("a..b@x.org", "dot"), ("a@x.org.", "dot at the end"),
    ("a@x..org", "two dots"), ("a@.x.org", "dot after the @"), ("a b@x.org", "U+0020"), ("\"a\"@x.org", "“\"”"),
    ("a,b@x.org", "“,”"), ("a(b)@x.org", "“(”"), ("a:b@x.org", "“:”"), ("a\\b@x.org", "“\\”"),
    ("a\u{7F}@x.org", "U+007F"),
    ("a\u{0}@x.org", "U+0000"), ("\(local64)l@x.org", "64 bytes"),
    ("\(String(repeating: "é", count: 33))@x.org", "64 bytes"),
    ("a@-x.org", "valid domain"), ("a@x-.org", "valid domain"), ("a@x_y.org", "valid domain"),
    ("a@[127.0.0.1]", "valid domain"), ("a@x y.org", "valid domain"), ("a@\(label63)a.org", "valid domain"),
    ("a@\(longest)b", "valid domain"), ("a@xn--zzzz-.de", "valid domain"), ("a@xn--mnchen-3ya9.de", "valid domain"),
    ("a@ｘ.org", "valid domain"), ("a@x。org", "valid domain"), ("a@\u{301}x.org", "valid domain"),
    ("\u{212A}ate@x.org", "U+212A"), ("a@\u{212A}x.org", "U+212A"), ("a\u{37E}@x.org", "U+037E"),
    ("a@x.org\u{200B}", "U+200B"), ("\u{FEFF}a@x.org", "U+FEFF"), ("a\u{A0}@x.org", "U+00A0"),
    ("a\u{FE0F}@x.org", "U+FE0F"),
    ("a\u{202E}@x.org", "U+202E"), ("a@x.org\u{2028}", "U+2028"), ("a\u{E000}@x.org", "U+E000"),
  ])
  func `An address that no mail reaches is refused with its reason`(text: String, reason: String) {
    #expect(EmailAddress.normalized(text) == nil)
    let fault = #expect(throws: EmailAddress.Fault.self) { try EmailAddress.checked(text) }
    #expect(fault?.reason.contains(reason) == true, "\(fault?.reason ?? "")")
  }

  @Test func `No character beyond ASCII becomes an ASCII one`() throws {
    for value in UInt32(0x80)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value), let address = EmailAddress.normalized("\(scalar)x@x.org") else {
        continue
      }
      let local = address.unicodeScalars.prefix { $0 != "@" }
      #expect(local.dropLast().allSatisfy { !$0.isASCII }, "U+\(String(value, radix: 16))")
      #expect(EmailAddress.normalized(address) == address)
    }
  }

  @Test func `What is looked up and not an address has ASCII letters in lower case and no others`() {
    #expect(EmailAddress.lookup(" Nobody ") == "nobody")
    #expect(EmailAddress.lookup("\u{212A}ATE@X..org") == "\u{212A}ate@x..org")
  }
}
