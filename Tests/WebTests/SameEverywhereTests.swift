import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Page = file = API, for every cell of 50 users of a random platform: the values of the API, formatted by the rules of
/// `statistics.md`, are on the page and in the file.
@Suite struct SameEverywhereTests {
  private static let names = (tiles: UserTotal.general.map(\.key), report: UserTotal.report.map(\.key))
  private static let durations = UserTotal.keys(.duration) + ["time_spent"]
  private static let instants = ["delivered_at", "expires_at", "validated_at", "ends_at", "last_activity"]
  private static let means = UserTotal.keys(.percent) + ["score", "training_score", "assessment_score"]
  private static let sections = ["certificates", "paths", "programs", "courses", "questions", "tags"]
  private static let hidden = ["session", "course", "question", "tag"]

  @Test func `Every cell of 50 users is the same on the page, in the file and by the API`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try RandomPlatform(seed: 721, users: 60...70).write(to: folder)
    let site = try await TestSite(folder: folder)
    let reference = try ReferencePlatform(folder: folder, now: RandomPlatform.now)
    let owner = try #require(reference.users.first { reference.roles(of: $0.id).isOwner })
    let (browser, program) = (try await site.browser(of: owner.id), try await site.program(of: owner.id))
    var cells = 0
    for user in reference.users.prefix(50) {
      let path = "/users/\(Browser.encoded(user.id))"
      let json = try await program.get("/api/v1\(path)/statistics").json()
      let file = CommaSeparated.rows(of: try await browser.get("\(path)/download").text.replacing("\u{FEFF}", with: ""))
      #expect(file.count == 2)
      #expect(
        Array(file[1].dropFirst(3)) == Self.names.report.map { Self.inFile($0, json["report"]?[$0]) }, "\(user.id)")
      cells += try await Self.checkPage(browser, path, json)
      cells += try await Self.checkFiles(browser, path, json)
    }
    #expect(cells > 6_000)
  }

  /// - Returns: the number of compared cells.
  private static func checkPage(_ browser: Browser, _ path: String, _ json: ExactJSON) async throws -> Int {
    let page = try await browser.get(path).text
    let shown = page.matches(of: #/<a href="[^"]*\/statistics\/([a-z_]+)"><bdi>(.*?)<\/bdi>/#)
    let numbers = Dictionary(shown.map { (String($0.1), text(String($0.2))) }) { first, _ in first }
    var cells = 0
    for (part, keys) in [("general", names.tiles), ("report", names.report)] {
      for key in keys {
        let wanted = onPage(key, json[part]?[key])
        #expect(wanted.contains(numbers[key] ?? ""), "\(path), \(key)")
        cells += 1
      }
    }
    for section in sections {
      guard case .list(let rows)? = json[section] else { continue }
      for first in stride(from: 0, to: rows.count, by: 20) {
        let html = try await browser.get("\(path)?\(section).page=\(first / 20 + 1)").text
        let found = rowsShown(html, section)
        let wanted = rows[first..<min(first + 20, rows.count)].map(cellsWanted)
        #expect(found.count == wanted.count, "\(path), \(section)")
        for (row, cellsWanted) in zip(found, wanted) {
          for (title, texts) in cellsWanted {
            #expect(texts.contains(row[title] ?? ""), "\(path), \(section), \(title)")
          }
          cells += cellsWanted.count
        }
      }
    }
    return cells
  }

  /// The files of the sections: every row of the API, in its order.
  /// - Returns: the number of compared cells.
  private static func checkFiles(_ browser: Browser, _ path: String, _ json: ExactJSON) async throws -> Int {
    var cells = 0
    for section in sections {
      guard case .list(let rows)? = json[section] else { continue }
      let answer = try await browser.get("\(path)/sections/\(section)/download")
      let file = CommaSeparated.rows(of: answer.text.replacing("\u{FEFF}", with: ""))
      let wanted = rows.map(inSectionFile)
      #expect(file.count == rows.count + 1, "\(path), \(section)")
      for (found, wanted) in zip(file.dropFirst(), wanted) {
        for (title, text) in zip(file[0], found) {
          #expect(wanted[title] == text, "\(path), file of \(section), \(title)")
        }
        #expect(wanted.count == found.count, "\(path), file of \(section)")
        cells += found.count
      }
    }
    return cells
  }

  private static func inSectionFile(_ row: ExactJSON) -> [String: String] {
    guard case .object(let members) = row else { return [:] }
    let shown = members.filter { !hidden.contains($0.key) }
    return Dictionary(
      uniqueKeysWithValues: shown.map { (CatalogueTests.texts["column_\($0)"] ?? $0, inFile($0, $1)) })
  }

  /// A row of the API as cells of the page, by column title.
  private static func cellsWanted(_ row: ExactJSON) -> [String: [String]] {
    guard case .object(let members) = row else { return [:] }
    let shown = members.filter { !hidden.contains($0.key) }
    return Dictionary(
      uniqueKeysWithValues: shown.map { (CatalogueTests.texts["column_\($0)"] ?? $0, onPage($0, $1)) })
  }

  private static func rowsShown(_ html: String, _ section: String) -> [[String: String]] {
    guard let start = html.range(of: "<section id=\"\(section)\""),
      let end = html.range(of: "</section>", range: start.upperBound..<html.endIndex),
      let body = html.range(of: "<tbody", range: start.upperBound..<end.lowerBound)
    else { return [] }
    return html[body.upperBound..<end.lowerBound].split(separator: "<tr role=\"row\">").dropFirst().map { row in
      let cells = row.matches(of: #/(?s)<t[dh] [^>]*data-label="([^"]*)">.*?<bdi>(.*?)<\/bdi>/#)
      return Dictionary(cells.map { (text(String($0.1)), text(String($0.2))) }) { first, _ in first }
    }
  }

  private static func text(_ html: String) -> String {
    let bare = html.replacing(#/<[^>]*>/#, with: "")
    return [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&")]
      .reduce(bare) { $0.replacing($1.0, with: $1.1) }
  }
}

// A value of the API, formatted by rules 1, 2 and 7 of `statistics.md`.

extension SameEverywhereTests {
  /// A mean that the API rounds to half a percent may have been a little below: the page rounds the exact value.
  private static func onPage(_ key: String, _ value: ExactJSON?) -> [String] {
    switch value {
    case .text(let text) where instants.contains(key): return [instant(text)]
    case .text(let text) where key == "status": return [CatalogueTests.texts["status_\(text)"] ?? text]
    case .text(let text): return [text]
    case .hundredths(let number):
      if durations.contains(key) {
        let minutes = number / 6000
        return ["\(minutes / 60) h \(minutes % 60 < 10 ? "0" : "")\(minutes % 60) min"]
      }
      if key == "progress" { return ["\(number / 100) %"] }
      if means.contains(key) {
        return Set([number + 50, number + (number % 100 == 50 ? 49 : 50)]).map { "\($0 / 100) %" }
      }
      return [(number / 100).formatted(.number.locale(Locale(identifier: "en")))]
    default: return ["–"]
    }
  }

  private static func inFile(_ key: String, _ value: ExactJSON?) -> String {
    guard case .hundredths(let number)? = value else {
      guard case .text? = value else { return "" }
      let text = onPage(key, value)[0]
      // A text that a spreadsheet would take for a formula is escaped.
      return text.unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } == true ? "'" + text : text
    }
    guard durations.contains(key) else { return Hundredths.text(number) }
    let seconds = number / 100
    let parts = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(seconds / 3600):\(parts[0]):\(parts[1])"
  }

  /// `2026-03-01T09:30:00Z` → `01/03/2026 09:30`.
  private static func instant(_ text: String) -> String {
    let parts = text.split { "-T:Z".contains($0) }.map(String.init)
    return "\(parts[2])/\(parts[1])/\(parts[0]) \(parts[3]):\(parts[4])"
  }
}
