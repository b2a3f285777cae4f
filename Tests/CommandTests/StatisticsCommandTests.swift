import Foundation
import Testing

/// docs/statistics.md is generated from the catalogue of statistics.
@Suite struct StatisticsCommandTests {
  private static func document() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/statistics.md"), encoding: .utf8)
  }

  @Test func `docs/statistics.md is what the program prints`() throws {
    let program = try Program()
    defer { program.remove() }
    let printed = try program.run(["statistics"])
    #expect(printed.status == 0)
    #expect(printed.output == (try Self.document()), "generate it: tallybook statistics > docs/statistics.md")
  }

  @Test func `Every statistic has a key, a definition and a unit`() throws {
    let entries = try Self.document().split(separator: "\n### ").dropFirst()
    #expect(entries.count > 100)
    var keys: Set<Substring> = []
    for entry in entries {
      let parts = entry.split(separator: "\n\n")
      #expect(parts.count >= 4 && parts[2].count > 20 && parts[3].contains("- Unit: "), "\(entry)")
      #expect(keys.insert(parts[1]).inserted && parts[1].wholeMatch(of: #/`[a-z_]+`/#) != nil, "\(entry)")
    }
  }
}
