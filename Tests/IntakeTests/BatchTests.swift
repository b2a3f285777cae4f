import Records
import Testing

@testable import Intake

/// Records in the body of a request.
@Suite struct BatchTests {
  private func texts(_ body: String, isLines: Bool = false) throws -> [String] {
    try Batch.open(Array(body.utf8), isLines: isLines, kind: .tags, FieldContext(now: 0)).texts()
  }

  @Test func `A body is one object, an array of objects, or a line per object`() throws {
    let (one, two) = ("{\"id\":\"t1\",\"name\":\"A\"}", "{\"id\":\"t2\",\"name\":\"B\"}")
    #expect(try texts(one) == ["1: id=t1 name=A"])
    #expect(try texts("[\(one), \(two)]") == ["1: id=t1 name=A", "2: id=t2 name=B"])
    #expect(try texts("[]") == [])
    #expect(try texts("\(one)\n\n\(two)\n", isLines: true) == ["1: id=t1 name=A", "3: id=t2 name=B"])
  }

  @Test func `What is wrong in an array is told by its place`() throws {
    #expect(
      try texts("[{\"id\":\"t1\",\"name\":\"A\"}, 7, [], {\"id\":\"t 2\",\"name\":\"B\"}, {\"id\":\"t3\"}]") == [
        "1: id=t1 name=A", "tags, line 2: is not a JSON object", "tags, line 3: is not a JSON object",
        "tags, line 4, column id: \"t 2\" is not a valid id; use 1 to 128 printable characters without whitespace",
        "tags, line 5, column name: \"\" is empty; a value is required",
      ])
  }

  @Test(arguments: [
    "", " ", "7", "\"x\"", "null", "true", "[", "{\"id\":", "id,name\nt,T", String(repeating: "[", count: 500_000),
    String(repeating: "{\"a\":", count: 300_000),
  ])
  func `A body that is neither is refused as a whole`(body: String) {
    let fault = #expect(throws: RowError.self) { try texts(body) }
    #expect(fault?.line == 0)
    #expect(fault?.fault.reason == "the body must be a JSON object or an array of objects, in UTF-8")
  }

  @Test func `A body that is not UTF-8 is refused`() {
    let body = Array("{\"id\":\"t\",\"name\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    #expect(throws: RowError.self) { try Batch.open(body, isLines: false, kind: .tags, FieldContext(now: 0)) }
  }
}
