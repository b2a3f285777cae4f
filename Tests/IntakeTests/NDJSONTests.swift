import Records
import Testing

@testable import Intake

/// Records from JSON lines.
@Suite struct NDJSONTests {
  private func texts(_ kind: RecordKind, _ text: String) throws -> [String] {
    try texts(kind, Pieces(Array(text.utf8)))
  }

  private func texts(_ kind: RecordKind, _ source: Pieces) throws -> [String] {
    try JSONLineRecords(kind, source, FieldContext(now: 1_773_576_000)).texts()
  }

  @Test func `A line is an object with the names of the fields`() throws {
    let text =
      "\u{FEFF}{\"id\":\"t1\",\"name\":\"Ä\\u0041\"}\r\n\n  \n{ \"name\" : \"\\ud83d\\ude42\", \"id\" : \"t2\" }"
    #expect(try texts(.tags, text) == ["1: id=t1 name=ÄA", "4: id=t2 name=🙂"])
  }

  @Test func `The rows are the same wherever the bytes are cut`() throws {
    let bytes = Array(
      "\u{FEFF}{\"id\":\"t1\",\"name\":\"ä\"}\r\n\n{\"id\":\"t2\"}\n[]\n{\"id\":\"t3\",\"name\":\"b\"}".utf8)
    let whole = try texts(.tags, Pieces(bytes))
    #expect(whole.count == 4)
    #expect(try texts(.tags, Pieces(single: bytes)) == whole)
    for cut in 1..<bytes.count { #expect(try texts(.tags, Pieces(bytes, cutAt: [cut])) == whole) }
  }

  @Test(arguments: [
    ("98.33", 9833), ("0.07", 7), ("33.3", 3330), ("66.67", 6667), ("1e2", 10_000), ("100.00", 10_000), ("0", 0),
    ("0.29", 29), ("1.15", 115), ("\"98.33\"", 9833), ("99.99", 9999),
  ])
  func `A number is what was written, never a binary fraction`(number: String, hundredths: Int) throws {
    #expect(try texts(.answers, answer("\"score\":\(number)")).first?.hasSuffix("score=\(hundredths)") == true)
  }

  @Test(arguments: ["98.333", "101", "-1", "1e-3", "1e400", "true", "[1]", "{}", "\"\u{661}\"", "100.001"])
  func `A number out of place is told`(value: String) throws {
    let read = try texts(.answers, answer("\"score\":\(value)"))
    #expect(read.count == 1 && read[0].hasPrefix("answers, line 1"))
  }

  @Test func `Every hundredth comes through a JSON number`() throws {
    let lines = (0...10_000).map { answer("\"score\":\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)") }
    let read = try texts(.answers, lines.joined(separator: "\n"))
    #expect(read.enumerated().allSatisfy { $1.hasSuffix(" score=\($0)") } && read.count == 10_001)
  }

  private func answer(_ more: String) -> String {
    "{\"id\":\"n\",\"user\":\"u\",\"question\":\"q\",\"answered_at\":\"1970-01-01T00:00:00Z\",\(more)}"
  }

  @Test func `Booleans are booleans and numbers numbers`() throws {
    let base = "\"program\":\"p\",\"kind\":\"course\",\"item\":\"c\""
    #expect(
      try texts(.programBlocks, "{\(base),\"position\":2,\"mandatory\":false}\n{\(base),\"position\":1}\n") == [
        "1: program=p position=2 kind=course item=c mandatory=0",
        "2: program=p position=1 kind=course item=c mandatory=1",
      ])
    for bad in [
      "\"position\":1,\"mandatory\":0", "\"position\":1,\"mandatory\":1", "\"position\":true", "\"position\":1.5",
    ] {
      #expect(try texts(.programBlocks, "{\(base),\(bad)}").first?.hasPrefix("program_blocks, line 1, column") == true)
    }
    #expect(try texts(.tags, "{\"id\":7,\"name\":\"T\"}").first?.contains("column id: \"7\" is a number") == true)
  }

  @Test func `Lists are arrays, choices arrays of objects, and null is no value`() throws {
    let base = "\"id\":\"q\",\"interaction\":\"choice\",\"statement\":\"?\""
    let choices = "\"choices\":[{\"id\":\"a\",\"description\":\"A\"}]"
    #expect(
      try texts(.questions, "{\(base),\"tags\":[\"t1\",\"t2\"],\(choices),\"course\":null,\"correct\":\"\"}") == [
        "1: id=q interaction=choice statement=? choices=[{\"description\":\"A\",\"id\":\"a\"}] tags=[\"t1\",\"t2\"]"
      ])
    #expect(try texts(.questions, "{\(base),\"tags\":[]}") == ["1: id=q interaction=choice statement=?"])
    for bad in [
      "\"tags\":[1]", "\"tags\":[\"t\",\"t\"]", "\"tags\":[[]]", "\"statement\":[\"?\"]", "\"choices\":[1]",
      "\"course\":{}",
    ] {
      #expect(try texts(.questions, "{\(base),\(bad)}").first?.hasPrefix("questions, line 1, column") == true)
    }
  }

  @Test func `An unknown name tells the nearest, and custom fields belong to users`() throws {
    #expect(
      try texts(.tags, "{\"id\":\"t\",\"nmae\":\"T\"}") == [
        "tags, line 1, column nmae: \"nmae\" is not a column of tags; did you mean name?",
        "tags, line 1, column name: \"\" is empty; a value is required",
      ])
    let user =
      "\"id\":\"u\",\"email\":\"a@b\",\"first_name\":\"A\",\"last_name\":\"B\",\"created_at\":\"1970-01-01T00:00:00Z\""
    #expect(try texts(.users, "{\(user),\"custom:f\":\"x\"}").first?.hasSuffix("custom:f=x") == true)
    #expect(try texts(.users, "{\(user),\"custom:f\":7}").first?.contains("column custom:f") == true)
  }

  @Test func `A line that is no object is told, and the rest is read`() throws {
    let good = "{\"id\":\"t\",\"name\":\"T\"}"
    let bad = ["[]", "7", "\"x\"", "null", "{\"id\":\"t\"", "\(good),", "\(good)\(good)", "{'id':'t'}", "nonsense"]
    let read = try texts(.tags, bad.joined(separator: "\n") + "\n" + good)
    #expect(read.count == bad.count + 1)
    for (index, text) in read.dropLast().enumerated() { #expect(text.hasPrefix("tags, line \(index + 1): ")) }
    #expect(read.last == "10: id=t name=T")
  }

  @Test func `Depth bombs, wrong encodings and endless lines are told with their lines`() throws {
    let deep = Array(String(repeating: "[", count: 500_000).utf8)
    let objects = Array(String(repeating: "{\"id\":", count: 150_000).utf8)
    let long = Array("{\"id\":\"\(String(repeating: "x", count: 5_000_000))\"}".utf8)
    let lines = [deep, objects, [0xFF, 0xFE, 0x7B], Array("{\"id\":\"\u{0}\"}".utf8), long]
    let bytes = Array(lines.joined(separator: [0x0A])) + Array("\n{\"id\":\"t\",\"name\":\"T\"}".utf8)
    for source in [Pieces(bytes), Pieces(bytes, cutAt: Array(stride(from: 262_144, to: bytes.count, by: 262_144)))] {
      let read = try texts(.tags, source)
      #expect(read.dropLast().enumerated().allSatisfy { $1.hasPrefix("tags, line \($0 + 1)") })
      #expect(read.last == "6: id=t name=T")
    }
  }
}
