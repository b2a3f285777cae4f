import Records
import Testing

@testable import Intake

/// Records from CSV: the header, the cells, and the messages about invalid ones.
@Suite struct CSVRecordsTests {
  private static let now = 1_773_576_000

  private func texts(_ kind: RecordKind, _ text: String) throws -> [String] {
    try CSVRecords(kind, Pieces(Array(text.utf8)), FieldContext(now: Self.now)).texts()
  }

  private func read(
    _ kind: RecordKind, _ text: String, _ separator: CSVLayout.Separator = .comma, hasDecimalComma: Bool = false
  ) throws -> [String] {
    let layout = CSVLayout(separator: separator, hasDecimalComma: hasDecimalComma)
    return try CSVRecords(kind, Pieces(Array(text.utf8)), FieldContext(now: Self.now), layout).texts()
  }

  /// All messages about a file with an invalid header; its rows are not read.
  private func headerFaults(_ kind: RecordKind, _ text: String, _ separator: CSVLayout.Separator = .comma) -> [String] {
    (try? read(kind, text, separator)) ?? []
  }

  private func headerFault(_ kind: RecordKind, _ text: String) -> String? {
    let faults = headerFaults(kind, text)
    #expect(faults.count == 1, "\(faults)")
    return faults.first
  }

  @Test func `Columns stand in any order, and one that is left out is empty`() throws {
    #expect(try texts(.tags, "name,id\r\nT,t1\r\n") == ["2: id=t1 name=T"])
    #expect(try texts(.customFields, "title,id\nOffice,f\n") == ["2: id=f title=Office type=text"])
    #expect(try texts(.tags, "") == [])
    #expect(try texts(.tags, "id,name\n") == [])
  }

  @Test func `Custom columns belong to users`() throws {
    let header = "id,email,first_name,last_name,created_at,custom:f\n"
    let row = "u,a@b,A,B,1970-01-01T00:00:00Z,"
    #expect(
      try texts(.users, header + row + "Ä 1\n" + row + "\n") == [
        "2: id=u email=a@b first_name=A last_name=B created_at=0 channel=import custom:f=Ä 1",
        "3: id=u email=a@b first_name=A last_name=B created_at=0 channel=import custom:f=",
      ])
    #expect(headerFaults(.tags, "id,name,custom:f\n").first?.contains("is not a column of tags") == true)
    #expect(headerFault(.users, "id,email,first_name,last_name,created_at,custom:\n") != nil)
  }

  @Test func `An unknown column names the nearest known one`() {
    #expect(
      headerFaults(.tags, "id,nmae\n") == [
        "tags, line 1, column nmae: \"nmae\" is not a column of tags; did you mean name?",
        "tags, line 1, column name: \"\" is missing; add this required column to the header",
      ])
    #expect(
      headerFault(.tags, "id,name,favourite_colour\n")
        == "tags, line 1, column favourite_colour: \"favourite_colour\" is not a column of tags; the columns are id, name"
    )
    #expect(
      headerFault(.tags, "id,,name\n") == "tags, line 1: cell 2 of the header is empty; enter the name of its column")
  }

  @Test func `A column that is missing or stands twice is told`() {
    #expect(
      headerFault(.tags, "\nid\n")
        == "tags, line 2, column name: \"\" is missing; add this required column to the header")
    #expect(
      headerFault(.tags, "id,name,id\n")
        == "tags, line 1, column id: \"id\" is in the header twice; remove one of the two columns")
    #expect(headerFault(.tags, "id,na\"me\n")?.hasPrefix("tags, line 1: the header has a quote") == true)
    #expect(headerFault(.tags, "id,name\rt1,T\rt2,T\r")?.contains("carriage return without a line feed") == true)
  }

  @Test func `Every fault of a header is told`() {
    let faults = headerFaults(.users, "id,nmae,id,,shoe,email\nu,1,2,3,4,5\n")
    #expect(
      faults.map { $0.split(separator: ":")[0] } == [
        "users, line 1, column nmae", "users, line 1, column id", "users, line 1", "users, line 1, column shoe",
        "users, line 1, column first_name", "users, line 1, column last_name", "users, line 1, column created_at",
      ])
  }

  private static let separated: [(String, CSVLayout.Separator, String)] = [
    ("id;name\r\nt1;T\r\n", .semicolon, "semicolons"), ("name\tid\nT\tt1\n", .tab, "tabs"),
    ("id|name\nt1|T\n", .bar, "vertical bars"), ("\u{FEFF}\"id\";\"name\"\nt1;T\n", .semicolon, "semicolons"),
    ("id;nmae\nt1;T\n", .semicolon, "semicolons"), ("name;id;;\nT;t1;;\n;;;\n", .semicolon, "semicolons"),
  ]

  @Test(arguments: separated)
  func `A header that another separator splits better says so, and is read with it`(
    text: String, separator: CSVLayout.Separator, words: String
  ) throws {
    let option = separator == .tab ? "tab" : "'\(separator.rawValue)'"
    #expect(
      headerFault(.tags, text)
        == "tags, line 1: this file is separated by \(words); save it with commas, or pass `--separator \(option)`")
    if !text.contains("nmae") { #expect(try read(.tags, text, separator) == ["2: id=t1 name=T"]) }
    #expect(
      headerFaults(.tags, "id,name\nt1,T\n", separator)
        == ["tags, line 1: this file is separated by commas; omit `--separator`"])
  }

  @Test func `Lists are separated by bars, in a quoted cell where bars separate cells`() throws {
    let rows = try read(.assessments, "id|name|tags\na|A|\"t1|t2\"\n", .bar)
    #expect(rows == ["2: id=a name=A tags=[\"t1\",\"t2\"]"])
  }

  @Test func `Blank columns and rows at the end are passed over`() throws {
    for blank in ["", ",", ",,,", " , ,\t,", "\"\",\"\",,"] {
      #expect(try read(.tags, "id,name,,\nt1,T,,\n\(blank)\n\n\(blank)\n") == ["2: id=t1 name=T"])
      #expect(try read(.tags, "id,name, ,\nt1,T\nt2,T, \n\(blank)") == ["2: id=t1 name=T", "3: id=t2 name=T"])
    }
  }

  @Test func `A blank row above others, and a cell without a column, are told with their place`() throws {
    #expect(
      try read(.tags, "id,name,,\n,,,\n, ,,\nt1,T,,x\nt2,T,y,\n,,,\nt3,T,,\n") == [
        "tags, line 2: the rows up to line 3 are blank, but more rows follow; remove them",
        "tags, line 4: \"x\" is in cell 4, which has no column in the header; name the column or empty the cell",
        "tags, line 5: \"y\" is in cell 3, which has no column in the header; name the column or empty the cell",
        "tags, line 6: the row is blank, but more rows follow; remove it", "7: id=t3 name=T",
      ])
  }

  @Test func `A decimal comma is read where it is asked for`() throws {
    let text = "id;user;question;answered_at;score\nn;u;q;1970-01-01T00:00:00Z;"
    for (score, hundredths) in [("4,5", 450), ("12,75", 1275), ("100,00", 10_000), ("4.5", 450), ("7", 700)] {
      let read = try read(.answers, text + score, .semicolon, hasDecimalComma: true)
      #expect(read.first?.hasSuffix(" score=\(hundredths)") == true, "\(score)")
    }
    for score in ["4,555", "1.000,5", ",5", "5,", "100,01"] {
      #expect(
        try read(.answers, text + score, .semicolon, hasDecimalComma: true).first?.contains("column score") == true)
    }
    #expect(try read(.answers, text + "4,5", .semicolon).first?.contains("column score: \"4,5\"") == true)
    let quoted = text.replacing(";", with: ",") + "\"4,5\""
    #expect(try read(.answers, quoted, hasDecimalComma: true).first?.hasSuffix(" score=450") == true)
  }

  @Test func `Too few and too many cells are told with their line, and the rest is read`() throws {
    #expect(
      try texts(.tags, "id,name\nt1\nt2,\"a\nb\"\nt3,c,\nt4,d\n") == [
        "tags, line 2: the row has 1 cell, but the header has 2 columns", "3: id=t2 name=a\nb",
        "tags, line 5: the row has 3 cells, but the header has 2 columns", "6: id=t4 name=d",
      ])
  }

  @Test func `A value is told with its line, its column and the mend`() throws {
    let header = "id,user,course,started_at,last_activity_at,time_spent,progress\n"
    let read = try texts(
      .attempts,
      header
        + "x,u,c,2026-02-30T00:00:00Z,2026-03-01T00:00:00Z,0,0\nx,u,c,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,0,101\n"
        + "x,,c,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,0,1\n")
    #expect(
      read == [
        "attempts, line 2, column started_at: \"2026-02-30T00:00:00Z\" is not a valid date-time; use RFC 3339 with an "
          + "offset, such as 2026-03-01T09:30:00Z",
        "attempts, line 3, column progress: \"101\" is not a number from 0 to 100 with at most two decimals",
        "attempts, line 4, column user: \"\" is empty; a value is required",
      ])
  }

  @Test func `Every bad cell of a row is told`() throws {
    let header = "id,user,course,started_at,last_activity_at,time_spent,progress,score\n"
    let read = try read(.attempts, header + "a b,,c,never,2026-03-01T00:00:00Z,-1,101,x\n")
    #expect(
      read.map { $0.split(separator: ":")[0] }
        == ["id", "started_at", "time_spent", "progress", "score", "user"].map {
          "attempts, line 2, column \($0)"
        })
  }

  @Test func `Ids that addresses have a place for are refused, and nothing like them`() throws {
    for kind in RecordKind.all where kind.key == ["id"] && kind.fields.count == 2 {
      for id in [".", "..", "new", "download"] {
        #expect(try read(kind, "id,name\n\(id),N\n").first?.contains("\"\(id)\" is a reserved word") == true)
      }
      for id in ["...", "New", "newer", ".x", "down"] {
        #expect(try read(kind, "id,name\n\(id),N\n") == ["2: id=\(id) name=N"])
      }
    }
  }

  @Test func `A cell of 2 MiB is told and the next row is read`() throws {
    let long = String(repeating: "x", count: 2_097_152)
    #expect(
      try texts(.tags, "id,name\nt1,\(long)\nt2,b\n") == [
        "tags, line 2: the row is longer than 1 MiB, the limit for a row", "3: id=t2 name=b",
      ])
    #expect(try texts(.tags, "id,name\nt1,\(long.prefix(70_000))\n").first?.contains("longer than 64 KiB") == true)
  }

  @Test func `A value is shown on one line of at most 80 characters that steers no terminal`() throws {
    let read = try texts(.tags, "id,name\n\"\u{1B}[2J\r\n\t\(String(repeating: "é", count: 200))\",b\n")
    let value = try #require(read.first?.split(separator: "\"").dropFirst().first)
    #expect(value.hasPrefix(" [2J"))
    #expect(value.count == 81 && value.hasSuffix("é…"))
    #expect(!value.unicodeScalars.contains { $0.value < 0x20 })
  }
}
