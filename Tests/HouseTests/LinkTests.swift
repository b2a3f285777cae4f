import Foundation
import Testing

/// Links in documents, and pages that comments cite, lead somewhere.
@Suite struct LinkTests {
  @Test func `Every link in a document leads to a file`() throws {
    var links = 0
    for file in try documents() {
      for (index, line) in file.lines.enumerated() {
        for match in String(line).matches(of: #/\]\((?<target>[^)\s#]+)(?:#[^)\s]*)?\)/#)
        where !match.target.contains(":") {
          links += 1
          #expect(
            Architecture.exists(String(match.target), from: file.path),
            "\(file.path):\(index + 1) links to \(match.target), which does not exist")
        }
      }
    }
    #expect(links > 80)
  }

  @Test func `Every page that a comment cites is in the repository`() throws {
    var found: Set<Substring> = []
    for file in try Architecture.files(in: "Sources") {
      for (index, line) in file.lines.enumerated() {
        for match in String(line).matches(of: #/\b(?<name>[A-Za-z-]+)\.md\b/#) {
          found.insert(match.name)
          #expect(
            ["", "docs/", "docs/spec/"].contains { Architecture.exists("\($0)\(match.name).md", from: "") },
            "\(file.path):\(index + 1) cites \(match.name).md, which does not exist")
        }
      }
    }
    #expect(found.contains("access"))
  }

  private func documents() throws -> [Architecture.File] {
    try ["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"].map { try Architecture.file("\($0).md") }
      + Architecture.files(in: "docs", ending: ".md")
  }
}
