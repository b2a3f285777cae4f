import Testing

/// `docs/coverage.md` names the tests of each requirement: they exist, and no row is empty.
@Suite struct CoverageTests {
  private static let documents = ["docs/coverage.md"]

  /// `S` marks the Swift suites, `B` the browser's checks; several of a kind follow one letter.
  private static func named(_ cell: Substring, after letter: Character) -> [String] {
    let parts = cell.split(separator: "·").map { $0.drop { $0 == " " } }.filter { $0.first == letter }
    return parts.flatMap { $0.matches(of: #/`([A-Za-z_]+)(?:\/[A-Za-z]+)?`/#).map { String($0.1) } }
  }

  private static func rows() throws -> [[Substring]] {
    try documents.flatMap { document in
      try Architecture.text(document).split(separator: "\n").filter {
        $0.hasPrefix("| ") && !$0.hasPrefix("| sentence |")
      }
      .map { $0.dropFirst(2).dropLast(2).split(separator: " | ", omittingEmptySubsequences: false) }
    }
  }

  @Test func `No row is empty, and every test that is named exists`() throws {
    let files = try Architecture.files(in: "Tests")
    let suites = Set(
      files.flatMap { file in
        file.lines.compactMap { $0.firstMatch(of: #/@Suite.*struct (\w+)/#).map { String($0.1) } }
      })
    let targets = Set(files.map(\.module))
    let rows = try Self.rows()
    #expect(rows.count > 60)
    for row in rows {
      #expect(row.count == 3 && row.allSatisfy { !$0.allSatisfy(\.isWhitespace) }, "\(row)")
      let (swift, browser) = (Self.named(row[2], after: "S"), Self.named(row[2], after: "B"))
      #expect(!(swift + browser).isEmpty || row[2].contains("Agreement"), "\(row[0]) is held by nothing")
      for name in swift { #expect(suites.contains(name) || targets.contains(name), "there is no \(name)") }
      for name in browser {
        #expect(throws: Never.self, "there is no \(name)") { try Architecture.text("Tests/Browser/\(name).py") }
      }
    }
  }

  @Test func `What Agreement means is there as well`() throws {
    let names = try Architecture.text("docs/coverage.md").matches(of: #/`([A-Za-z]+Tests)\/([A-Za-z]+)`/#)
    #expect(names.count >= 3)
    for name in names {
      #expect(throws: Never.self, "there is no \(name.0)") { try Architecture.text("Tests/\(name.1)/\(name.2).swift") }
    }
  }
}
