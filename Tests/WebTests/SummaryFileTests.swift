import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Files and API of the report *Summary*.
@Suite struct SummaryFileTests {
  private static let shared = Task { try await TestSite(folder: Fixtures.sample + "/records") }
  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: SummaryQuestion.samples.keys.sorted())
  func `File, lines and document hold the same`(name: String) async throws {
    let question = try #require(SummaryQuestion.samples[name])
    let query = question.query(total: true).map { "\($0.name)=\(Browser.encoded($0.value))" }.joined(separator: "&")
    let program = try await site.program(of: "u0")
    let file = CommaSeparated.rows(
      of: try await program.get("/reports/summary/download?\(query)").text.replacing("\u{FEFF}", with: ""))
    let api = "/api/v1/reports/summary?\(query)"
    let document = try await program.get(api).json()
    guard case .list(let rows)? = document["rows"], let total = document["total"] else { throw CancellationError() }
    #expect(rows.count == file.count - 2)
    for (row, cells) in zip(rows + [total], file.dropFirst()) {
      let names = try Self.names(row) ?? ["Total", ""].prefix(question.by.count).map { $0 }
      let numbers = question.columns.map { Self.cell($0, row[$0]) }
      #expect(names == cells.prefix(question.by.count).map(Self.plain))
      #expect(numbers == Array(cells.dropFirst(question.by.count)))
    }
    let lines = try await program.get(api, headers: ["Accept": "application/x-ndjson"]).text.split(separator: "\n")
      .map { try ExactJSON(parsing: String($0)) }
    #expect(lines.dropLast().map(\.compareForm) == rows.map(\.compareForm))
    #expect(try Self.names(try #require(lines.last)) == [])
  }

  /// The names of a row's values; dates as in CSV. Nil for the total of a document.
  static func names(_ row: ExactJSON) throws -> [String]? {
    guard case .list(let parts)? = row["by"] else { return nil }
    return parts.map { part in
      guard case .text(let name)? = part["name"], case .text(let key)? = part["key"] else { return "" }
      let isDateOfField = key.hasPrefix("custom:") && name.wholeMatch(of: #/\d{4}-\d\d-\d\d/#) != nil
      let isDate = ["day", "week"].contains(key) || isDateOfField
      return isDate ? Instants.dateCell(name) : name
    }
  }

  static func plain(_ cell: String) -> String { cell.replacing(#/^'(?=[=+\-@\t\r])/#, with: "") }

  static func cell(_ key: String, _ value: ExactJSON?) -> String {
    guard case .hundredths(let number)? = value else { return "" }
    guard key.hasPrefix("time_") || key == "total_time_spent" else { return Hundredths.text(number) }
    let seconds = number / 100
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }

  @Test(arguments: [
    ("", "by is missing"), ("by=group&by=month&by=course", "not 3 times"), ("by=group&by=group", "group twice"),
    ("by=day&by=month", "only one of day"), ("by=course&column=messages", "possible are users"),
    ("by=group&column=mesages", "did you mean messages?"), ("by=group&total=yes", "true or false"),
    ("by=group&from=2026-02-30", "not a date"), ("by=month&period=last_year&from=2026-01-01", "cannot be combined"),
    ("by=group&field=f1", "field"), ("by=custom:no-such", "not a custom field"),
    ("by=day&from=1976-01-01&to=2026-01-01", "18264 rows"), ("by=day&from=1976-01-01&to=2026-01-01", "by=month"),
    ("by=group&where=", "is not a column"), ("by=group&where=messages:between:9,1", "9 is greater than 1"),
    ("by=group&where=last_name:is:" + String(repeating: "x", count: 60_000), "longer than 4000 characters"),
    ("by=group" + (0..<21).map { "&where=messages:ge:\($0)" }.joined(), "at most 20 times, not 21"),
    ("by=group" + (0..<1_000).map { "&user=u\($0)" }.joined(), "user may be given at most 500 times"),
  ])
  func `What cannot be summed up is a problem with the parameter and the remedy`(
    query: String, words: String
  ) async throws {
    let (program, browser) = (try await site.program(of: "u0"), try await site.browser(of: "u0"))
    for path in ["/api/v1/reports/summary", "/reports/summary/download"] {
      let answer = try await program.get("\(path)?\(query)")
      #expect(answer.status == 400 && answer.text.contains(words), "\(path)?\(query.prefix(80)): \(answer.text)")
    }
    // The editor begins with groups.
    if query.isEmpty { return }
    let page = try await browser.get("/reports/new?type=summary&\(query)", headers: ["Accept": "text/html"])
    // Its form says why; what no form sends is only named.
    let unsent = ["total", "field", "user", "period"].filter { query.contains("&\($0)=") }
    let named = unsent.map { "not valid: \($0)" }
    let others = words == "not a date" ? ["This date does not exist"] : named
    #expect(page.status == 400, "\(query.prefix(80)): \(page.status)")
    #expect(([words] + others).contains { page.text.contains($0) }, "\(query.prefix(80)): \(page.text)")
    #expect(!page.text.contains("id=\"preview\""), "\(query.prefix(80))")
  }
}
