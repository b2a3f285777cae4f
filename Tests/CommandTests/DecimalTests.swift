import Foundation
import Testing

/// `TALLYBOOK_CSV_DECIMAL`: the locale of numbers in CSV files.
@Suite struct DecimalTests {
  private static let comma = ["TALLYBOOK_CSV_DECIMAL": ",", "TALLYBOOK_CSV_SEPARATOR": ";"]

  private static func cells(_ text: String) -> [String] {
    text.components(separatedBy: "\r\n").flatMap { $0.components(separatedBy: ";") }
  }

  @Test func `Every CSV file has the decimal sign, and what it says of itself still fits; other formats have none`()
    throws
  {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run(["demo", "--users", "30", "--out", "made"]).status == 0)
    #expect(try program.run(["import", "made"]).status == 0)
    for type in ["general-stats", "course-attempts", "tags"] {
      let words = ["report", type, "--as", "owner@example.com", "--about", "--out"]
      for (file, environment) in [("point.csv", ["TALLYBOOK_CSV_SEPARATOR": ";"]), ("comma.csv", Self.comma)] {
        #expect(try program.run(words + ["\(type)-\(file)"], environment: environment).status == 0)
      }
      let point = try String(contentsOfFile: program.path("\(type)-point.csv"), encoding: .utf8)
      let comma = try String(contentsOfFile: program.path("\(type)-comma.csv"), encoding: .utf8)
      let pairs = zip(Self.cells(point), Self.cells(comma))
      #expect(Self.cells(point).count == Self.cells(comma).count)
      #expect(pairs.contains { $0 != $1 }, "\(type) has no mean")
      for (point, comma) in pairs where point != comma {
        #expect(point.wholeMatch(of: #/-?\d+\.\d\d?/#) != nil && point.replacing(".", with: ",") == comma, "\(type)")
      }
      for cell in Self.cells(comma) { #expect(cell.wholeMatch(of: #/-?\d+\.\d\d?/#) == nil, "\(type): \(cell)") }
      #expect(try program.run(["verify-file", "\(type)-comma.csv"]).status == 0)
      let rows = ["report", type, "--as", "owner@example.com", "--format", "ndjson"]
      let plain = try program.run(rows).output
      #expect(try program.run(rows, environment: Self.comma).output == plain && !plain.isEmpty)
    }
  }

  @Test func `A decimal comma needs another separator, and says so`() throws {
    let program = try Program()
    defer { program.remove() }
    for command in [["serve"], ["check"], ["report", "tags", "--as", "x@example.com"]] {
      let outcome = try program.run(command, environment: ["TALLYBOOK_CSV_DECIMAL": ","])
      #expect(outcome.status == 64 && outcome.errors.contains("--csv-separator ; or tab"), "\(outcome.errors)")
    }
    for days in [
      ["--from", "2026-03-31", "--to", "2026-03-01"], ["--from", "2026-02-30"],
      ["--period", "last_month", "--to", "2026-03-01"],
    ] {
      let outcome = try program.run(["report", "general-stats", "--as", "x@example.com"] + days)
      #expect(outcome.status == 64, "\(days)")
    }
    let turned = try program.run([
      "report", "tags", "--as", "x@example.com", "--from", "2026-03-31", "--to", "2026-03-01",
    ])
    #expect(turned.errors.contains("from 2026-03-31 is after to 2026-03-01"))
  }
}
