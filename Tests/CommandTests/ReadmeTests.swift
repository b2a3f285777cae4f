import Foundation
import Testing

/// README.md: its records folder can be imported as it is written there.
@Suite struct ReadmeTests {
  @Test func `The records folder of the README has everything but a password`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let files = text.matches(of: #/cat >my-records\/(?<name>\w+\.csv) <<'END'\n(?<rows>(?:.+\n)+?)END\n/#)
    #expect(files.count == 5)
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(atPath: program.path("my-records"), withIntermediateDirectories: true)
    for file in files {
      try Data(file.rows.utf8).write(to: URL(filePath: program.path("my-records/\(file.name)")))
    }
    #expect(try program.run(["import", "my-records", "--dry-run"]).status == 0)
    let imported = try program.run(["import", "my-records"])
    #expect(imported.status == 0 && !imported.output.contains("No user is in a group"), "\(imported.errors)")
    #expect(imported.output.contains("tallybook user password ada@example.com\n"), "\(imported.output)")
  }
}
