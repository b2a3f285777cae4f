import Calendar
import Foundation
import Spreadsheets
import Testing

@Suite("XLSX")
struct XLSXWriterTests {
  private let file: XLSXFile

  init() throws { file = try XLSXFile() }

  private func columns(_ titles: String...) -> [SpreadsheetColumn] { titles.map { SpreadsheetColumn($0) } }

  @Test("numbers are numbers, and no value is no cell")
  func numbers() throws {
    try file.write(columns("a", "b", "c"), [[.integer(-42), .empty, .hundredths(6667)]])
    let sheet = try file.sheet()
    #expect(sheet.contains(#"<c r="A2"><v>-42</v></c><c r="C2"><v>66.67</v></c></row>"#))
  }

  @Test("durations are fractions of a day, in the format of a duration")
  func durations() throws {
    try file.write(columns("a"), [[.duration(seconds: 129_600)]])
    #expect(try file.sheet().contains(#"<c r="A2" s="2"><v>1.5</v></c>"#))
    #expect(try #require(try file.member("xl/styles.xml")).contains(#"formatCode="[h]:mm:ss""#))
  }

  @Test("moments and days are date cells in the style's time zone and spelling", arguments: DateStyle.allCases)
  func dates(dateStyle: DateStyle) throws {
    let paris = try #require(TimeZone(identifier: "Europe/Paris"))
    let style = SpreadsheetStyle(zone: paris, dateStyle: dateStyle)
    // 2025-12-31 23:00:00 in Paris
    try file.write(columns("a", "b"), [[.instant(seconds: 1_767_218_400), .date(days: 20_453)]], style: style)
    let sheet = try file.sheet()
    #expect(sheet.contains(#"<v>46022.95833333334</v>"#))
    #expect(sheet.contains(#"<v>46022</v>"#))
    let styles = try #require(try file.member("xl/styles.xml"))
    let format = dateStyle == .dmy ? "dd/mm/yyyy" : "yyyy-mm-dd"
    #expect(styles.contains("formatCode=\"\(format)\"") && styles.contains("formatCode=\"\(format) hh:mm\""))
  }

  @Test("the phantom 29 February 1900 is skipped, and what Excel cannot show is a text")
  func oldDates() throws {
    let days = [-25_567, -25_509, -25_508, -25_568, 2_932_896, 2_932_897]
    try file.write(columns("a"), days.map { [.date(days: $0)] } + [[.instant(seconds: -2_300_000_000)]])
    let sheet = try file.sheet()
    for (row, number) in [(2, 1), (3, 59), (4, 61), (6, 2_958_465)] {
      #expect(sheet.contains("<c r=\"A\(row)\" s=\"2\"><v>\(number)</v></c>"))
    }
    #expect(sheet.contains("<t>31/12/1899</t>") && sheet.contains("<t>01/01/10000</t>"))
    #expect(sheet.contains("<t>11/02/1897 15:06</t>"))
  }

  @Test("texts are texts, without an apostrophe, whatever they begin with")
  func texts() throws {
    let texts = ["=1+1", "+1", "-1", "@x", "https://example.org", "007", "TRUE", "Zoë <b> & \"co\" 🎓"]
    try file.write(columns("=head"), texts.map { [.text($0)] })
    let sheet = try file.sheet()
    #expect(sheet.contains("<t>=head</t>") && sheet.contains("<t>Zoë &lt;b&gt; &amp; \"co\" 🎓</t>"))
    for text in texts.dropLast() { #expect(sheet.contains("<is><t>\(text)</t></is>")) }
    #expect(!sheet.contains("<f>") && !sheet.contains("<hyperlink"))
  }

  @Test(
    "characters that XML forbids are escaped, and texts that look like an escape are, too",
    arguments: [
      ("a\u{0}b", "a_x0000_b"), ("\u{1}\u{1F}", "_x0001__x001F_"), ("a\rb", "a_x000D_b"), ("\u{B}", "_x000B_"),
      ("a\u{FFFE}\u{FFFF}", "a_xFFFE__xFFFF_"), ("_x0041_", "_x005F_x0041_"), ("_x004_", "_x004_"),
      ("_x0041\u{1}", "_x005F_x0041_x0001_"), ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"), ("snake_x", "snake_x"),
      ("ﾊﾝｶｸ", "ﾊﾝｶｸ"), ("a\u{7F}\u{85}", "a\u{7F}\u{85}"),
    ])
  func forbidden(text: String, spelled: String) throws {
    try file.write(columns(text), [[.text(text)]])
    let sheet = try file.sheet()
    #expect(sheet.components(separatedBy: "<t>\(spelled)</t>").count == 3)
  }

  @Test("white space at the ends and inside is kept")
  func whiteSpace() throws {
    try file.write(columns("a"), [[.text(" a\tb\nc ")]])
    #expect(try file.sheet().contains("<t xml:space=\"preserve\"> a\tb\nc </t>"))
  }

  @Test("the header row is bold, frozen and carries a filter over all rows")
  func header() throws {
    try file.write(columns("a", "b"), [[.integer(1), .integer(2)], [.empty, .empty]])
    let sheet = try file.sheet()
    #expect(sheet.contains(#"<c r="A1" s="1" t="inlineStr"><is><t>a</t>"#))
    #expect(sheet.contains(#"ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen""#))
    #expect(sheet.contains(#"<autoFilter ref="A1:B3"/>"#))
    #expect(try #require(try file.member("xl/styles.xml")).contains("<b/>"))
  }

  @Test("a column is as wide as its kind of values, or its title")
  func widths() throws {
    let wide = SpreadsheetColumn(String(repeating: "title ", count: 5), width: .number)
    try file.write([SpreadsheetColumn("n", width: .number), SpreadsheetColumn("t", width: .instant), wide], [])
    let parts = try file.sheet().components(separatedBy: "width=\"").dropFirst()
    #expect(parts.map { $0.prefix { $0.isNumber } } == ["10", "17", "32"])
  }

  @Test("the same rows give the same bytes, today and next year")
  func sameBytes() async throws {
    let rows: [[SpreadsheetCell]] = (0..<100).map { [.text("name \($0)"), .instant(seconds: $0 * 1_000_000)] }
    let second = try XLSXFile()
    try file.write(columns("a", "b"), rows)
    try await Task.sleep(for: .milliseconds(1_100))
    try second.write(columns("a", "b"), rows)
    #expect(try file.bytes == second.bytes)
    #expect(try #require(try file.member("docProps/core.xml")).contains("1980-01-01T00:00:00Z</dcterms:created>"))
  }

  @Test("nothing is left beside the file, and it is its owner's alone")
  func tidy() throws {
    try file.write(columns("a"), [[.integer(1)]])
    #expect(try file.names == ["test.xlsx"])
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
  }
}
