import Foundation
import Spreadsheets
import Testing

@Suite("XLSX at its limits")
struct XLSXLimitTests {
  private let file: XLSXFile
  private let style = SpreadsheetStyle(zone: .gmt)

  init() throws { file = try XLSXFile() }

  @Test("rows past the end of a sheet go on in another one, below the same header")
  func sheets() throws {
    let rows: [[SpreadsheetCell]] = (1...5).map { [.integer($0), .text("row \($0)")] }
    try file.write([SpreadsheetColumn("n"), SpreadsheetColumn("t")], rows, rowsPerSheet: 3)
    let workbook = try #require(try file.member("xl/workbook.xml"))
    for name in ["Sheet1", "Sheet2", "Sheet3"] { #expect(workbook.contains("<sheet name=\"\(name)\"")) }
    let last = try file.sheet(3)
    #expect(try file.sheet(1).contains(#"<autoFilter ref="A1:B3"/>"#))
    #expect(last.contains("<t>n</t>") && last.contains(#"<c r="A2"><v>5</v></c>"#) && last.contains("A1:B2"))
    #expect(last.contains(#"state="frozen""#))
    #expect(try file.member("xl/worksheets/sheet4.xml") == nil)
  }

  @Test(
    "a million rows and more go on in a second sheet: 1,048,575 behind the first header, the rest behind the second")
  func aMillionRows() throws {
    let writer = XLSXWriter(path: file.path, style: style)
    try writer.begin(columns: [SpreadsheetColumn("n")])
    for number in 1...1_048_577 { try writer.row([.integer(number)]) }
    try writer.finish()
    #expect(try file.sheet(2).contains(#"<c r="A2"><v>1048576</v></c></row><row r="3"><c r="A3"><v>1048577</v></c>"#))
    #expect(try file.sheet(1).contains(#"<autoFilter ref="A1:A1048576"/>"#))
    #expect(try file.sheet(2).contains(#"<autoFilter ref="A1:A3"/>"#))
  }

  @Test("rows that just fill a sheet open no other")
  func fullSheet() throws {
    try file.write([SpreadsheetColumn("n")], [[.integer(1)], [.integer(2)]], rowsPerSheet: 3)
    #expect(try file.member("xl/worksheets/sheet2.xml") == nil)
  }

  @Test("a file without rows, or without columns, is a file")
  func nothing() throws {
    try file.write([SpreadsheetColumn("a")], [])
    #expect(try file.sheet().contains(#"<autoFilter ref="A1"/>"#) || file.sheet().contains(#"ref="A1:A1""#))
    try file.write([], [[]])
    #expect(try file.sheet().contains("<sheetData/>"))
  }

  @Test("16,384 columns fit, one more is an error that proposes CSV, before anything is written")
  func columns() throws {
    let columns = (1...16_385).map { SpreadsheetColumn("c\($0)") }
    let writer = XLSXWriter(path: file.path, style: style)
    let error = #expect(throws: SpreadsheetError.tooManyColumns(16_385)) { try writer.begin(columns: columns) }
    #expect(error?.description.contains("Choose CSV") == true)
    #expect(try file.names.isEmpty)
    try file.write(columns.dropLast(), [])
    #expect(try file.sheet().contains("<c r=\"XFD1\""))
  }

  /// The texts of the first column, including the header.
  private func texts(_ texts: [String], title: String = "a") throws -> [String] {
    try file.write([SpreadsheetColumn(title)], texts.map { [.text($0)] })
    let sheet = try file.sheet()
    return sheet.matches(of: #/<t(?: xml:space="preserve")?>(?<text>[^<]*)<\/t>/#).map { String($0.text) }
  }

  @Test("32,767 UTF-16 units fit into a cell; of a longer text what fits is there, and a mark")
  func longTexts() throws {
    let full = String(repeating: "🎓", count: 16_383) + "x"
    let written = try texts([full, full + "x", full + "🎓", String(repeating: "e\u{301}", count: 40_000), "short"])
    #expect(written[1] == full && written[5] == "short")
    for text in written[2...4] {
      #expect(text.hasSuffix("… (cut)") && text.utf16.count <= 32_767 && text.utf16.count > 32_760)
    }
    #expect(written[2] == String(repeating: "🎓", count: 16_380) + "… (cut)")
  }

  @Test("escapes count: a text that is too long only with them is cut, and never within one")
  func longEscapes() throws {
    for text in [String(repeating: "_x0041_", count: 4_681), String(repeating: "\u{0}", count: 4_682)] {
      let written = try #require(try texts([text]).last)
      #expect(written.hasSuffix("… (cut)") && written.utf16.count <= 32_767)
      #expect(written.dropLast(7).utf8.count % (text.first == "_" ? 13 : 7) == 0)
    }
    let fits = String(repeating: "\u{0}", count: 4_681)
    #expect(try texts([fits]).last == String(repeating: "_x0000_", count: 4_681))
  }

  @Test("a header that is too long is cut as well")
  func longHeader() throws {
    let written = try texts(["row"], title: String(repeating: "x", count: 32_768))
    #expect(written == [String(repeating: "x", count: 32_760) + "… (cut)", "row"])
  }

  @Test("a writer that is let go without finish leaves nothing behind")
  func abandoned() throws {
    try {
      let writer = XLSXWriter(path: file.path, style: style)
      try writer.begin(columns: [SpreadsheetColumn("a")])
      try writer.row([.integer(1)])
      #expect(throws: SpreadsheetError.wrongCellCount(row: 2, cells: 0, columns: 1)) { try writer.row([]) }
    }()
    #expect(try file.names.isEmpty)
  }

  @Test("a folder that is not there is an error at the beginning")
  func noFolder() throws {
    let writer = XLSXWriter(path: file.folder.path + "/none/test.xlsx", style: style)
    let error = #expect(throws: SpreadsheetError.self) { try writer.begin(columns: [SpreadsheetColumn("a")]) }
    #expect(error?.description.hasPrefix("Cannot write \(file.folder.path)/none/test.xlsx") == true)
  }

  @Test("the rows that a cover is told are those that a reader finds, in all sheets behind it")
  func cover() throws {
    for (rowsPerSheet, count) in [(1_048_576, 0), (3, 0), (3, 1), (3, 2), (3, 3), (3, 7), (1_048_576, 5_000)] {
      var told: [UInt8] = []
      let cover = XLSXCover(name: "About", onBytes: { told += $0 }, lines: { [("<Rows>", "\($0) & more"), ("x", "")] })
      let writer = XLSXWriter(path: file.path, style: style, rowsPerSheet: rowsPerSheet, cover: cover)
      try writer.begin(columns: [SpreadsheetColumn("n"), SpreadsheetColumn("t")])
      for number in 0..<count { try writer.row([.integer(number), .text("<a> & \"b\" _x0041_ \(number)")]) }
      try writer.finish()
      let reader = try XLSXReader(path: file.path)
      var (found, sheet) = ([UInt8](), 2)
      while try reader.rows(ofSheet: sheet, { found += $0 }) { sheet += 1 }
      #expect(found == told && !told.isEmpty, "\(rowsPerSheet) \(count)")
      let lines = try reader.lines(ofSheet: 1)
      #expect(lines.first?.0 == "<Rows>" && lines.first?.1 == "\(count) & more" && lines.count == 2)
      #expect(try file.member("xl/workbook.xml")?.contains(#"<sheet name="About" sheetId="1""#) == true)
    }
  }

  @Test("several files are written at once")
  func concurrently() async throws {
    let files = try await withThrowingTaskGroup(of: [UInt8].self, returning: [[UInt8]].self) { group in
      for _ in 0..<8 {
        group.addTask {
          let file = try XLSXFile()
          try file.write([SpreadsheetColumn("a")], (0..<500).map { [.text("row \($0)")] }, rowsPerSheet: 100)
          return try file.bytes
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(files).count == 1)
  }
}
