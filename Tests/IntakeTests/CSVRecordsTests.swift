import Records
import Testing

@testable import Intake

/// Records from CSV: the header, the cells, and what is said of those that are wrong.
@Suite struct CSVRecordsTests {
  private static let now = 1_773_576_000

  private func texts(_ kind: RecordKind, _ text: String) throws -> [String] {
    try CSVRecords(kind, Pieces(Array(text.utf8)), FieldContext(now: Self.now)).texts()
  }

  private func headerFault(_ kind: RecordKind, _ text: String) -> String? {
    let fault = #expect(throws: RowFault.self) { try texts(kind, text) }
    return fault.map { Rejection(file: "f.csv", $0).description }
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
        "3: id=u email=a@b first_name=A last_name=B created_at=0 channel=import",
      ])
    #expect(headerFault(.tags, "id,name,custom:f\n")?.contains("is no column of tags") == true)
    #expect(headerFault(.users, "id,email,first_name,last_name,created_at,custom:\n") != nil)
  }

  @Test func `An unknown column names the nearest known one`() {
    #expect(
      headerFault(.tags, "id,nmae\n") == "f.csv, line 1, column nmae: \"nmae\" is no column of tags; did you mean name?"
    )
    #expect(
      headerFault(.tags, "id,name,favourite_colour\n")
        == "f.csv, line 1, column favourite_colour: \"favourite_colour\" is no column of tags; known are id, name")
    #expect(headerFault(.tags, "id,name,\n") == "f.csv, line 1: the header names no column in its cell 3")
  }

  @Test func `A column that is missing or stands twice is told`() {
    #expect(
      headerFault(.tags, "\nid\n")
        == "f.csv, line 2, column name: \"\" is missing: the header has no column name, which is required")
    #expect(headerFault(.tags, "id,name,id\n") == "f.csv, line 1, column id: \"id\" is a column that stands twice")
    #expect(headerFault(.tags, "id,na\"me\n")?.hasPrefix("f.csv, line 1: the header has a quote") == true)
    #expect(headerFault(.tags, "id,name\rt1,T\rt2,T\r")?.contains("carriage return without a line feed") == true)
    #expect(headerFault(.tags, "id;name\nt1;T\n")?.contains("is no column of tags") == true)
  }

  @Test func `Too few and too many cells are told with their line, and the rest is read`() throws {
    #expect(
      try texts(.tags, "id,name\nt1\nt2,\"a\nb\"\nt3,c,\nt4,d\n") == [
        "tags, line 2: the row has 1 cells, but the header names 2 columns", "3: id=t2 name=a\nb",
        "tags, line 5: the row has 3 cells, but the header names 2 columns", "6: id=t4 name=d",
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
        "attempts, line 2, column started_at: \"2026-02-30T00:00:00Z\" is no instant that exists, in RFC 3339 with an "
          + "offset, such as 2026-03-01T09:30:00Z",
        "attempts, line 3, column progress: \"101\" is not a number from 0 to 100 with at most two decimals",
        "attempts, line 4, column user: \"\" is empty; a value is required",
      ])
  }

  @Test func `A cell of 2 MiB is told and the next row is read`() throws {
    let long = String(repeating: "x", count: 2_097_152)
    #expect(
      try texts(.tags, "id,name\nt1,\(long)\nt2,b\n") == [
        "tags, line 2: the row is longer than 1 MiB, the limit of a row", "3: id=t2 name=b",
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
