import Foundation
import Support
import Testing

@Suite struct JSONValueTests {
  @Test func `A literal keeps the order of its members`() {
    let value: JSONValue = ["b": ["x", 1, true, .null], "a": [:], "b": .hundredths(-750), "n": "\(2)"]
    #expect(value.text == #"{"b":["x",1,true,null],"a":{},"b":-7.5,"n":"2"}"#)
  }

  @Test func `A text is escaped, and read as it was written`() {
    let text = "\"\\/\n\r\t\u{0}\u{1F}\u{7F}\u{2028}é"
    #expect(JSONValue.string(text).text == "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f\u{7F}\u{2028}é\"")
    #expect(JSONText.quoted("\n\t\u{1}") == #""\u000a\u0009\u0001""#)
    for json in [JSONValue.string(text).text, JSONText.quoted(text)] {
      #expect(JSONValue(parsing: Array(json.utf8))?.string == text)
    }
  }

  @Test func `An encoded value has sorted keys`() throws {
    struct Pair: Encodable { let b = "/", a = 1 }
    #expect(try JSONText.encoded(Pair()) == #"{"a":1,"b":"/"}"#)
    #expect(try JSONText.encoded(Pair(), []) == #"{"a":1,"b":"\/"}"#)
  }

  @Test(arguments: [[], [0xFB], [0xFF, 0xEF], [0, 1, 2], [0xFB, 0xFF, 0xFE, 0x3E]] as [[UInt8]])
  func `base64url has neither padding nor signs that a URL escapes`(bytes: [UInt8]) {
    let text = Base64URL.text(Data(bytes))
    #expect(text.utf8.allSatisfy { !"+/=".utf8.contains($0) })
    #expect(Base64URL.data(text) == Data(bytes))
    #expect(PercentEncoding.encoded(text) == text)
  }
}
