import Support
import Testing

@Suite struct JSONParserTests {
  @Test(arguments: ["0", "-0", "1.50", "1e400", "-2E-7", "12345678901234567890", "0.10"])
  func `A number keeps its text`(_ text: String) throws {
    #expect(try JSONParser.parse(text).text == text)
  }

  @Test func `Members keep their order, and sorted sorts them at every level`() throws {
    let value = try JSONParser.parse(#" {"b": [ {"d":1,"c":null} ] , "a":true} "#)
    #expect(value.text == #"{"b":[{"d":1,"c":null}],"a":true}"#)
    #expect(value.sorted.text == #"{"a":true,"b":[{"c":null,"d":1}]}"#)
    #expect(value.members?.last { $0.0 == "a" }?.1.bool == true)
  }

  @Test func `Escape sequences are read`() throws {
    let text = try JSONParser.parse(#""\"\\\/\b\f\n\r\tA\u00e9\uD83D\ude00é""#).string
    #expect(text == "\"\\/\u{8}\u{C}\n\r\tAé😀é")
  }

  @Test(arguments: [
    "", " ", "tru", "nul", "01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "[1,]", "[1 2]", "{", "{\"a\"}",
    "{\"a\":1,}",
    "{a:1}", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\n\"", "1 2", "'a'",
  ])
  func `What is not JSON is refused`(_ text: String) {
    #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(text) }
  }

  @Test func `A key that occurs twice is refused, but not one that only looks the same`() throws {
    let fault = #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(#"{"a":1,"b":{"a":2,"\u0061":3}}"#) }
    #expect(fault?.reason == "has the key “a” twice")
    #expect(fault?.offset == 26)
    #expect(try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}").members?.count == 2)
  }

  @Test func `Bytes that are not UTF-8, and deep nesting, are refused`() {
    #expect(throws: JSONParser.Fault.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    for depth in [JSONParser.maximumDepth, 100_000] {
      #expect(throws: JSONParser.Fault.self) { try JSONParser.parse(String(repeating: "[", count: depth + 1)) }
    }
    let deepest = JSONParser.maximumDepth - 1
    let text = String(repeating: "[", count: deepest) + "1" + String(repeating: "]", count: deepest)
    #expect(throws: Never.self) { try JSONParser.parse(text) }
  }
}
