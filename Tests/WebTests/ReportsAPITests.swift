import Foundation
import ReferenceModel
import Testing
import TestSupport

/// `GET /api/v1/reports/general-stats`: the rows of the file.
@Suite struct ReportsAPITests {
  private static let shared = Task { try await TestSite(folder: Fixtures.sample + "/records") }
  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  private static let titles = [
    "last_name": "Last name", "first_name": "First name", "email": "Email", "managers": "Managers",
    "additional_information": "Additional information", "average_score": "Avg score",
    "completed_programs": "Completed programs", "assigned_programs": "Assigned programs", "messages": "Messages",
    "total_time_spent": "Total time spent",
  ]

  @Test(arguments: ["", "from=2025-11-15&to=2026-02-23", "group=g1&group=g3", "session=program:p1s0", "user=u5"])
  func `Lines and document hold what the file holds`(query: String) async throws {
    let program = try await site.program(of: "u0")
    let file = CommaSeparated.rows(
      of: try await program.get("/reports/general-stats/download?\(query)").text.replacing("\u{FEFF}", with: ""))
    let path = "/api/v1/reports/general-stats?\(query)"
    let lines = try await program.get(path, headers: ["Accept": "application/x-ndjson"])
    #expect(lines.headers["content-type"] == "application/x-ndjson")
    let rows = try lines.text.split(separator: "\n").map { try ExactJSON(parsing: String($0)) }
    #expect(rows.count == file.count - 1 && !rows.isEmpty)
    for (row, cells) in zip(rows, file.dropFirst()) {
      for (key, title) in Self.titles {
        let place = try #require(file[0].firstIndex(of: title))
        #expect(Self.cell(key, row[key]) == cells[place].replacing(#/^'(?=[=+\-@\t\r])/#, with: ""), "\(title)")
      }
    }
    let document = try await program.get(path)
    #expect(document.headers["content-type"] == "application/json")
    guard case .list(let list)? = try document.json()["rows"] else { throw Missing() }
    #expect(list.map(\.compareForm) == rows.map(\.compareForm))
  }

  private struct Missing: Error {}

  private static func cell(_ key: String, _ value: ExactJSON?) -> String {
    switch value {
    case .text(let text): return text
    case .hundredths(let number) where key == "total_time_spent":
      let seconds = number / 100
      let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
      return "\(seconds / 3600):\(parts[0]):\(parts[1])"
    case .hundredths(let number): return Hundredths.text(number)
    default: return ""
    }
  }

  @Test func `Columns are picked by key, and what makes no sense is a problem`() async throws {
    let program = try await site.program(of: "u0")
    let answer = try await program.get(
      "/api/v1/reports/general-stats?user=u5&field=&column=time_spent&column=last_activity")
    #expect(answer.text.contains("\"time_spent\":") && !answer.text.contains("average_score"))
    try await program.get("/api/v1/reports/general-stats?from=2026-02-30").expectProblem(400, "bad_request")
    try await program.get("/api/v1/reports/general-stats?column=no_such").expectProblem(400, "bad_request")
    let empty = try await program.get("/api/v1/reports/general-stats?user=no-such")
    #expect(empty.text == "{\"rows\":[]}")
  }
}
