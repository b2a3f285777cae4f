import Testing

@testable import Intake

/// RFC 4180, byte by byte.
@Suite struct CSVReaderTests {
  struct Row: Equatable {
    let line: Int
    let cells: [String]
    var isDefect = false
  }

  static func rows(_ source: Pieces) throws -> [Row] {
    var reader = CSVReader(source)
    var rows: [Row] = []
    while try reader.next() {
      let cells = reader.ends.indices.map { String(decoding: reader.bytes[reader.cell($0)], as: UTF8.self) }
      rows.append(Row(line: reader.line, cells: cells, isDefect: reader.defect != nil))
    }
    return rows
  }

  private func rows(_ text: String) throws -> [Row] { try Self.rows(Pieces(Array(text.utf8))) }

  @Test func `Quotes hold commas, quotes and line breaks, and lines are counted through them`() throws {
    let text = "a,b\r\n\"1,\"\"x\"\"\",\"two\r\nlines\n\"\r\n\"\",z\n"
    #expect(
      try rows(text) == [
        Row(line: 1, cells: ["a", "b"]), Row(line: 2, cells: ["1,\"x\"", "two\r\nlines\n"]),
        Row(line: 5, cells: ["", "z"]),
      ])
  }

  @Test func `CRLF and LF end a row, together too, and the last needs neither`() throws {
    let expected = [
      Row(line: 1, cells: ["a", "b"]), Row(line: 2, cells: ["c", "d"]), Row(line: 3, cells: ["e", ""]),
    ]
    for text in ["a,b\nc,d\ne,\n", "a,b\r\nc,d\r\ne,\r\n", "a,b\r\nc,d\ne,", "a,b\nc,d\ne,\"\""] {
      #expect(try rows(text) == expected)
    }
  }

  @Test func `Empty lines are passed over and counted`() throws {
    #expect(try rows("\n\r\na\n\n\nb\n\n") == [Row(line: 3, cells: ["a"]), Row(line: 6, cells: ["b"])])
    #expect(try rows("") == [])
    #expect(try rows("\n\n") == [])
  }

  @Test func `A trailing comma is one more cell`() throws {
    #expect(try rows("a,b,\n,,\n") == [Row(line: 1, cells: ["a", "b", ""]), Row(line: 2, cells: ["", "", ""])])
  }

  @Test func `A byte-order mark is no part of the first cell, and is one at the start alone`() throws {
    #expect(try rows("\u{FEFF}a,b\n") == [Row(line: 1, cells: ["a", "b"])])
    #expect(try rows("a\n\u{FEFF}b\n") == [Row(line: 1, cells: ["a"]), Row(line: 2, cells: ["\u{FEFF}b"])])
    #expect(try rows("\u{FEFF}") == [])
  }

  @Test(arguments: ["a\"b,c", "a,b\"\"", "\"a\"b,c", "\"a\" ,c", "\"a\"\"b\"c,d", "a\rb,c", "\"a\"\rb"])
  func `A row of broken form is told and does not disturb the next`(row: String) throws {
    let read = try rows("x,y\n\(row)\nz,z\n")
    #expect(read.map(\.isDefect) == [false, true, false])
    #expect(read.last == Row(line: 3, cells: ["z", "z"]))
  }

  @Test func `A quote that is never closed ends the reading, and its line is told`() {
    let error = #expect(throws: UnreadableFile.self) { try rows("a,b\nc,\"d\ne,f\n") }
    #expect(error?.reason.contains("begins on line 2 or later") == true)
  }

  @Test(arguments: [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]])
  func `UTF-16 ends the reading with the mend`(bytes: [UInt8]) {
    for source in [Pieces(bytes), Pieces(single: bytes)] {
      let error = #expect(throws: UnreadableFile.self) { try Self.rows(source) }
      #expect(error?.reason == "is UTF-16; save it as UTF-8")
    }
  }

  @Test func `A row may have 1 MiB and not a byte more, whatever is in it`() throws {
    let longest = String(repeating: "x", count: 1_048_574) + ",y"
    #expect(try rows(longest + "\nb\n").map(\.isDefect) == [false, false])
    #expect(try rows("x" + longest + "\nb\n").map(\.isDefect) == [true, false])
    #expect(
      try rows("\"" + String(repeating: "\n", count: 2_097_152) + "\",y\nb,\n").last
        == Row(line: 2_097_154, cells: ["b", ""]))
    let commas = try rows(String(repeating: ",", count: 4_000_000) + "\nb\n")
    #expect(commas.map(\.isDefect) == [true, false])
    #expect(commas.first.map { $0.cells.count < 1_100_000 } == true)
  }

  @Test(arguments: [
    "\u{FEFF}id,näme\r\n1,\"a\"\"b\",\r\n\r\n\"x\r\ny\",王\n\"\",\"\"\r\n3,z\"q\n4,\rq\n\"5\"5,\n6,\"7\"",
    "a,b\r\n\n\"\"\"\",\"\n\"\r\n",
  ])
  func `The rows are the same wherever the bytes are cut`(text: String) throws {
    let bytes = Array(text.utf8)
    let whole = try Self.rows(Pieces(bytes))
    #expect(try Self.rows(Pieces(single: bytes)) == whole)
    for first in 1..<bytes.count {
      for second in first..<bytes.count {
        #expect(try Self.rows(Pieces(bytes, cutAt: [first, second])) == whole)
      }
    }
  }
}
