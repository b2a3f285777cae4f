import Calendar
import Foundation
import Spreadsheets
import Testing

@Suite("CSV")
struct CSVWriterTests {
  private let utc = SpreadsheetStyle(zone: .gmt, byteOrderMark: false)

  private func csv(
    _ columns: [String], _ rows: [[SpreadsheetCell]] = [], style: SpreadsheetStyle? = nil
  ) throws -> String {
    var bytes: [UInt8] = []
    let writer = CSVWriter(style: style ?? utc) { bytes += $0 }
    try writer.begin(columns: columns.map { SpreadsheetColumn($0) })
    for row in rows { try writer.row(row) }
    try writer.finish()
    return try #require(String(validating: bytes, as: UTF8.self))
  }

  @Test("every kind of cell has its spelling")
  func kinds() throws {
    let row: [SpreadsheetCell] = [
      .empty, .text("Zoë"), .integer(-42), .hundredths(6250), .duration(seconds: 403_509),
      .instant(seconds: 1_767_225_599), .date(days: 20_453),
    ]
    let text = try csv(["a", "b", "c", "d", "e", "f", "g"], [row])
    #expect(text == "a,b,c,d,e,f,g\r\n,Zoë,-42,62.5,112:05:09,31/12/2025 23:59,31/12/2025\r\n")
  }

  @Test("moments are in the style's time zone and date style")
  func zone() throws {
    let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
    let style = SpreadsheetStyle(zone: tokyo, dateStyle: .iso, byteOrderMark: false)
    let text = try csv(["t", "d"], [[.instant(seconds: 1_767_225_599), .date(days: 20_453)]], style: style)
    #expect(text == "t,d\r\n2026-01-01 08:59,2025-12-31\r\n")
  }

  @Test("a file begins with a byte-order mark unless the style has none")
  func byteOrderMark() throws {
    #expect(try csv(["a"], style: SpreadsheetStyle(zone: .gmt)) == "\u{FEFF}a\r\n")
    #expect(try csv(["a"]) == "a\r\n")
  }

  @Test(
    "a text is quoted if it holds the separator, a quote or a line end, and only then",
    arguments: [
      ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("\"", "\"\"\"\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""),
      ("a\r\nb", "\"a\r\nb\""), (" a ", " a "), ("a;b", "a;b"), ("a\tb", "a\tb"), ("it's", "it's"),
    ])
  func quotes(text: String, spelled: String) throws {
    #expect(try csv([text, "x"], [[.text(text), .text("x")]]) == "\(spelled),x\r\n\(spelled),x\r\n")
  }

  @Test("the separator of the style is the one that stands between cells and is quoted", arguments: [";", "\t"])
  func separators(separator: String) throws {
    let kind = try #require(separator.utf8.first.flatMap(SpreadsheetStyle.Separator.init))
    let style = SpreadsheetStyle(zone: .gmt, separator: kind, byteOrderMark: false)
    let text = try csv(["a", "b"], [[.text("1\(separator)2"), .text("1,2")]], style: style)
    #expect(text == "a\(separator)b\r\n\"1\(separator)2\"\(separator)1,2\r\n")
  }

  @Test(
    "a text or header that begins like a formula gets an apostrophe",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
      ("=A,B", "\"'=A,B\""), ("=\"x\"", "\"'=\"\"x\"\"\""), ("a=1", "a=1"), (" =1", " =1"), ("\nx", "\"'\nx\""),
      ("-", "'-"), ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠a", "'＠a"), ("＜a", "＜a"), ("ａ＝", "ａ＝"),
      ("\u{FF}", "\u{FF}"), ("=\u{301}1", "'=\u{301}1"), ("＝\u{338}", "'＝\u{338}"), ("@\u{FE0F}", "'@\u{FE0F}"),
      ("\n\u{301}", "\"'\n\u{301}\""), ("\r\n=", "\"'\r\n=\""),
    ])
  func formulas(text: String, spelled: String) throws {
    #expect(try csv([text, "x"], [[.text(text), .empty]]) == "\(spelled),x\r\n\(spelled),\r\n")
  }

  @Test("means have the style's decimal sign, and nothing else does", arguments: [";", "\t"])
  func decimals(separator: String) throws {
    let kind = try #require(separator.utf8.first.flatMap(SpreadsheetStyle.Separator.init))
    let style = SpreadsheetStyle(zone: .gmt, separator: kind, decimalSign: .comma, byteOrderMark: false)
    let row: [SpreadsheetCell] = [
      .hundredths(450), .hundredths(-7), .hundredths(10_000), .integer(1_234), .text("4.5"),
      .instant(seconds: 1_767_225_599), .duration(seconds: 300),
    ]
    let text = try csv(["a", "b", "c", "d", "e", "f", "g"], [row], style: style)
    let cells = text.split(separator: "\r\n")[1].components(separatedBy: separator)
    #expect(cells == ["4,5", "-0,07", "100", "1234", "4.5", "31/12/2025 23:59", "0:05:00"])
  }

  @Test("numbers never get an apostrophe")
  func numbers() throws {
    #expect(try csv(["a", "b"], [[.integer(-1), .hundredths(-150)]]) == "a,b\r\n-1,-1.5\r\n")
  }

  @Test("a row of one empty cell is not an empty line")
  func loneCell() throws {
    #expect(try csv(["a"], [[.empty], [.text("")], [.integer(1)]]) == "a\r\n\"\"\r\n\"\"\r\n1\r\n")
  }

  @Test(
    "cells that are named as filled stand in their columns, wherever those are",
    arguments: [[0, 2, 5], [2, 4], [5], []])
  func sparse(filled: [Int]) throws {
    var cells = [SpreadsheetCell](repeating: .empty, count: 6)
    for index in filled where index < 5 { cells[index] = .text("x") }
    var sparse: [UInt8] = []
    let writer = CSVWriter(style: utc) { sparse += $0 }
    let titles = (0..<6).map(String.init)
    try writer.begin(columns: titles.map { SpreadsheetColumn($0) })
    try writer.row(cells, filled: filled)
    try writer.finish()
    #expect(try String(validating: sparse, as: UTF8.self) == csv(titles, [cells]))
  }

  @Test("long and short texts come out whole, whatever their script")
  func scripts() throws {
    let long = String(repeating: "日本語 🎓 Ünïcödé ", count: 20_000)
    #expect(try csv(["a", "b"], [[.text(long), .text("é")]]) == "a,b\r\n\(long),é\r\n")
  }

  @Test("bytes are handed over in pieces of about 64 KiB, in order")
  func pieces() throws {
    var sizes: [Int] = []
    var all: [UInt8] = []
    let writer = CSVWriter(style: utc) {
      sizes.append($0.count)
      all += $0
    }
    try writer.begin(columns: [SpreadsheetColumn("n")])
    for number in 0..<50_000 { try writer.row([.integer(number)]) }
    #expect(sizes.allSatisfy { (65_536..<65_600).contains($0) } && sizes.count > 3)
    try writer.finish()
    #expect(String(decoding: all, as: UTF8.self) == "n\r\n" + (0..<50_000).map { "\($0)\r\n" }.joined())
  }

  @Test("what the sink throws comes out of the row")
  func sinkFailure() throws {
    struct Closed: Error {}
    let writer = CSVWriter(style: utc) { _ in throw Closed() }
    try writer.begin(columns: [SpreadsheetColumn("a")])
    try writer.row([.text("short")])
    #expect(throws: Closed.self) { try writer.row([.text(String(repeating: "x", count: 70_000))]) }
  }

  @Test("a row that does not match the columns is an error")
  func wrongCount() throws {
    let writer = CSVWriter(style: utc) { _ in }
    try writer.begin(columns: [SpreadsheetColumn("a"), SpreadsheetColumn("b")])
    #expect(throws: SpreadsheetError.wrongCellCount(row: 1, cells: 1, columns: 2)) { try writer.row([.empty]) }
  }
}
