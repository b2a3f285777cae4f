import Foundation
import Testing

/// docs/records.md is generated from the kinds of records, and its examples can be imported.
@Suite struct RecordsCommandTests {
  private static func document() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/records.md"), encoding: .utf8)
  }

  @Test func `docs/records.md is what the program prints`() throws {
    let program = try Program()
    defer { program.remove() }
    let printed = try program.run(["records"])
    #expect(printed.status == 0)
    #expect(printed.output == (try Self.document()), "generate it: tallybook records > docs/records.md")
  }

  @Test func `Every field has values and a meaning`() throws {
    let rows = try Self.document().split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count > 140)
    for row in rows {
      let cells = row.replacing("\\|", with: "¦").split(separator: "|", omittingEmptySubsequences: false)
        .dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
      #expect(cells.count == 4 && cells.allSatisfy { !$0.isEmpty }, "\(row)")
    }
  }

  @Test func `The examples are a records folder, and importing it again changes nothing`() throws {
    let program = try Program()
    defer { program.remove() }
    let examples = try Self.document().matches(of: #/Example, `(?<file>\w+\.csv)`:\n\n(?<rows>(?: {4}.*\n?)+)/#)
    #expect(examples.count == 27)
    let folder = program.folder.appending(path: "records")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for example in examples {
      let lines = example.rows.split(separator: "\n").map { $0.dropFirst(4) + "\n" }
      try Data(lines.joined().utf8).write(to: folder.appending(path: String(example.file)))
    }
    let imported = try program.run(["import", "records"])
    #expect(imported.status == 0, "\(imported.errors)")
    for example in examples {
      let count = example.rows.split(separator: "\n").count - 1
      #expect(imported.output.contains("  \(example.file.dropLast(4)): \(count) new,"), "\(imported.output)")
    }
    #expect(try program.run(["import", "records"]).output.contains("Nothing changed."))
    let line = try #require(try Self.document().firstMatch(of: #/\n {4}(?<record>\{"id".*"progress".*\})\n/#)).record
    try FileManager.default.createDirectory(atPath: program.path("lines"), withIntermediateDirectories: true)
    try Data(line.utf8).write(to: URL(filePath: program.path("lines/attempts.ndjson")))
    #expect(try program.run(["import", "lines"]).output.contains("  attempts: 1 new,"))
    #expect(try program.run(["verify"]).status == 0)
  }

  @Test func `The help of the import names every kind`() throws {
    let program = try Program()
    defer { program.remove() }
    let help = try program.run(["help", "import"]).output.replacing(#/\s+/#, with: " ")
    for kind in ["custom_fields", "path_steps", "reactions", "tallybook records"] { #expect(help.contains(kind)) }
  }
}
