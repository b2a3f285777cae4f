import Foundation
import Support
import Testing

/// Commands that copy a store: backup, restore, move.
@Suite struct StoreCommandTests {
  @Test func `A backup is whole, its owner's alone, and restores to the same store`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    #expect(try program.run(["backup", "copy"]).status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: program.path("copy"))[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
    let bytes = try Data(contentsOf: URL(filePath: program.path("copy")))
    #expect(try program.run(["backup", "copy"]).status == 73)
    #expect(try program.run(["restore", "copy"]).status == 73)
    let restored = try program.run(["restore", "copy", "--store", "again.sqlite"])
    #expect(restored.status == 0, "\(restored.errors)")
    let again = try program.run(["import", "records", "--store", "again.sqlite"])
    #expect(again.output.contains("Nothing changed."))
    #expect(try program.run(["verify", "--store", "again.sqlite"]).status == 0)
    #expect(try Data(contentsOf: URL(filePath: program.path("copy"))) == bytes, "restoring changes the backup")
    #expect(!FileManager.default.fileExists(atPath: program.path("copy-wal")))
  }

  @Test func `What is no store, broken or not there is refused, and nothing is left of it`() throws {
    let program = try Program()
    defer { program.remove() }
    try Data("no store".utf8).write(to: URL(filePath: program.path("text")))
    try Data().write(to: URL(filePath: program.path("empty")))
    try program.makeStore()
    _ = try program.run(["backup", "copy"])
    var bytes = try Data(contentsOf: URL(filePath: program.path("copy")))
    bytes.replaceSubrange(20_000..<24_000, with: Data(repeating: 0xA5, count: 4_000))
    try bytes.write(to: URL(filePath: program.path("broken")))
    for file in ["text", "empty", "broken"] {
      let outcome = try program.run(["restore", file, "--store", "new.sqlite"])
      #expect(outcome.status != 0 && !outcome.errors.isEmpty, "\(file)")
    }
    #expect(try program.run(["restore", "missing", "--store", "new.sqlite"]).status == 66)
    #expect(try program.run(["backup", "new", "--store", "no.sqlite"]).status == 69)
    let left = try Folder.names(in: program.folder.path).filter { $0.hasPrefix("new") }
    #expect(left.isEmpty)
  }

  @Test func `A store is moved into a new file, and into nothing that is there`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let words = ["move", "--from", "tallybook.sqlite", "--to", "sqlite:new.sqlite"]
    let moved = try program.run(words)
    #expect(moved.status == 0, "\(moved.errors)")
    #expect(moved.output.contains("users: 25") && moved.output.contains("every table is as it was"))
    #expect(moved.output.contains("No differences: the standings of 25 users"))
    let again = try program.run(words)
    #expect(again.status == 73 && again.errors.contains("not empty"), "\(again.errors)")
    #expect(try program.run(["import", "records", "--store", "new.sqlite"]).output.contains("Nothing changed."))
    let missing = try program.run(["move", "--from", "no.sqlite", "--to", "other.sqlite"])
    #expect(missing.status == 69 && !FileManager.default.fileExists(atPath: program.path("other.sqlite")))
  }
}
