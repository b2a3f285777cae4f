import Foundation
import ReferenceModel
import Testing

/// The page of one *Summary* next to its file and the API's answers.
struct SummaryPage {
  let query: String
  private let question: SummaryQuestion
  private let browser: Browser
  private let program: Browser
  private let address: String

  struct Compared {
    var cells = 0
    var links = 0
  }

  /// - Parameter isSaved: whether the page is that of a saved report.
  init(_ site: TestSite, _ viewer: String, _ question: SummaryQuestion, isSaved: Bool) async throws {
    self.question = question
    (browser, program) = (try await site.browser(of: viewer), try await site.program(of: viewer))
    let subgroups = question.filter.subgroups ? [] : [("subgroups", "false")]
    query = (question.query(total: true) + subgroups).map { "\($0.name)=\(Browser.encoded($0.value))" }
      .joined(separator: "&")
    guard isSaved else {
      address = "/reports/new?type=summary&\(query)"
      return
    }
    let form = "csrf=\(Browser.encoded(try await browser.csrf()))&edited=1&shown_type=summary&type=summary&\(query)"
    let saved = try await browser.post("/reports", form, type: "application/x-www-form-urlencoded")
    address = String(try #require(saved.location?.split(separator: "?").first, "\(saved.status)"))
  }

  func faults(_ found: inout Compared, _ random: inout SplitMix64) async throws -> [String] {
    let page = try await browser.get(address)
    let answer = try await program.get("/api/v1/reports/summary?\(query)")
    let file = try await program.get("/reports/summary/download?\(query)")
    guard answer.status == 200, case .list(let rows)? = try answer.json()["rows"] else {
      let all = [page.status, answer.status, file.status]
      return all.allSatisfy { $0 == 400 } ? [] : ["statuses \(all)"]
    }
    let total = try #require(try answer.json()["total"])
    let cells = CommaSeparated.rows(of: file.text.replacing("\u{FEFF}", with: ""))
    let lines = try await program.get(
      "/api/v1/reports/summary?\(query)", headers: ["Accept": "application/x-ndjson"]
    ).text.split(separator: "\n").map { try ExactJSON(parsing: String($0)) }
    let (shown, last) = (Self.rows(page.text, "tbody"), Self.rows(page.text, "tfoot"))
    var faults: [String] = []
    if lines.dropLast().map(\.compareForm) != rows.map(\.compareForm) { faults.append("other lines") }
    if cells.count != rows.count + 2 || shown.count != min(rows.count, 200) || last.count != 1 {
      return faults + ["\(rows.count) rows, \(cells.count) in the file, \(shown.count) on the page"]
    }
    let onPage = zip(rows, shown).map { ($0, $1) } + [(total, last[0])]
    for (row, cells) in zip(rows + [total], cells.dropFirst()) {
      let wanted = try inFile(row)
      if wanted != cells.map(SummaryFileTests.plain) { faults.append("\(wanted) is \(cells) in the file") }
    }
    for (row, cells) in onPage {
      let wanted = try inPage(row)
      if wanted != cells.map(\.text) { faults.append("\(wanted) is \(cells.map(\.text)) on the page") }
    }
    found.cells += onPage.count * (question.by.count + question.columns.count)
    return faults + (try await linkFaults(onPage, &found, &random))
  }

  private func names(_ row: ExactJSON) throws -> [String] {
    try SummaryFileTests.names(row) ?? Array(["Total", ""].prefix(question.by.count))
  }

  private func inFile(_ row: ExactJSON) throws -> [String] {
    try names(row) + question.columns.map { SummaryFileTests.cell($0, row[$0]) }
  }

  /// "`12 h 05 min`; seconds are truncated."
  private func inPage(_ row: ExactJSON) throws -> [String] {
    try names(row)
      + question.columns.map { key in
        guard Self.isDuration(key), case .hundredths(let number)? = row[key] else {
          return SummaryFileTests.cell(key, row[key])
        }
        let minutes = number / 6_000
        return "\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min"
      }
  }

  private static func isDuration(_ key: String) -> Bool { key.hasPrefix("time_") || key == "total_time_spent" }
}

// The table of the page.

extension SummaryPage {
  private struct Cell {
    let text: String
    let href: String?
  }

  private static func rows(_ page: String, _ part: String) -> [[Cell]] {
    guard let section = page.components(separatedBy: "<section id=\"preview\"").dropFirst().first,
      let body = section.components(separatedBy: "<\(part)>").dropFirst().first?
        .components(separatedBy: "</\(part)>")[0]
    else { return [] }
    return body.components(separatedBy: "<tr>").dropFirst().map { row in
      row.matches(of: #/<t[hd][^>]*>(?:<a href="([^"]*)">)?<bdi>(.*?)<\/bdi>/#.dotMatchesNewlines()).map { match in
        Cell(text: unescaped(String(match.2)), href: match.1.map { unescaped(String($0)) })
      }
    }
  }

  private static func unescaped(_ text: String) -> String {
    [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(text) { $0.replacing($1.0, with: $1.1) }
  }
}

// The reports behind the cells.

extension SummaryPage {
  private static let linksPerPage = 4

  /// Some of the links, each of which must count what its cell says.
  private func linkFaults(
    _ rows: [(json: ExactJSON, cells: [Cell])], _ found: inout Compared, _ random: inout SplitMix64
  ) async throws -> [String] {
    let all = rows.flatMap { row in
      zip(question.columns, row.cells.dropFirst(question.by.count)).compactMap { key, cell in
        cell.href.map { (key: key, href: $0, row: row.json) }
      }
    }
    var faults: [String] = []
    for link in random.some(Self.linksPerPage...Self.linksPerPage, of: all) {
      let counted = try await count(link.key, behind: link.href, link.row)
      if let counted, counted != SummaryFileTests.cell(link.key, link.row[link.key]) {
        faults.append("\(link.key) is \(link.row.compareForm), and \(counted) behind \(link.href)")
      }
      found.links += 1
    }
    return faults
  }

  /// The value of a cell, counted from the file of the report behind it; nil for a mean.
  private func count(_ key: String, behind href: String, _ row: ExactJSON) async throws -> String? {
    #expect(try await browser.get(href).status == 200, "\(href)")
    let type = try #require(href.firstMatch(of: #/[?&]type=([a-z-]+)/#)).1
    let query = href.replacing("/reports/new?", with: "").replacing(#/&?type=[a-z-]+/#, with: "")
    let file = CommaSeparated.rows(
      of: try await program.get("/reports/\(type)/download?\(query)").text.replacing("\u{FEFF}", with: ""))
    let rows = file.dropFirst()
    func seconds(_ heading: String) -> String {
      let place = file[0].lastIndex(of: heading) ?? 0
      let sum = rows.map { Self.seconds($0[place]) }.reduce(0, +)
      return SummaryFileTests.cell("time_spent", .hundredths(sum * 100))
    }
    switch (key, type) {
    case ("users", "general-stats"), ("certificates", "certificates"): return String(rows.count)
    case ("active_users", "course-attempts"): return String(Set(rows.map { $0[2] }).count)
    case ("time_spent", "course-attempts"): return seconds("Time")
    case ("time_spent", _), ("total_time_spent", _): return seconds(file[0].last ?? "")
    case (_, "general-stats") where !Self.means.contains(key):
      return String(rows.compactMap { Int($0.last ?? "") }.reduce(0, +))
    default: return nil
    }
  }

  /// Not sums over the rows of *General stats*.
  private static let means = [
    "active_users", "active_share", "time_per_user", "average_score", "average_answer_score", "certificates",
  ]

  /// `H:MM:SS`.
  private static func seconds(_ cell: String) -> Int {
    cell.split(separator: ":").compactMap { Int($0) }.reduce(0) { $0 * 60 + $1 }
  }
}
