import DatabaseAccess
import Foundation
import SQLiteDatabase
import Store
import Testing

/// `tallybook restore`: whatever files exist, and whenever it is interrupted, there is either the previous store or the
/// restored one.
@Suite struct RestoreTests {
  /// A folder with a store, its backup `copy`, and nothing named `new.sqlite`.
  private func program() throws -> Program {
    let program = try Program()
    try program.makeStore()
    try #require(try program.run(["backup", "copy"]).status == 0)
    return program
  }

  private func restore(_ program: Program, _ words: String...) throws -> Program.Outcome {
    try program.run(["restore", "copy", "--store", "new.sqlite"] + words)
  }

  private func expectWhole(_ program: Program, _ when: String, _ store: String = "new.sqlite") throws {
    let verified = try program.run(["verify", "--store", store])
    #expect(verified.status == 0 && verified.output.contains("25 users"), "\(when): \(verified.errors)")
  }

  private func write(_ bytes: [UInt8], _ program: Program, _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: program.path(name)))
  }

  /// As SQLite starts one.
  private static let journal: [UInt8] =
    [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7] + [UInt8](repeating: 0, count: 1_016)

  @Test(arguments: ["-wal", "-shm", "-journal"])
  func `A file that is left of another store of that name is refused, and destroys nothing`(ending: String) throws {
    let program = try program()
    defer { program.remove() }
    for bytes in [[], Self.journal, Array("left over".utf8)] {
      try write(bytes, program, "new.sqlite" + ending)
      for words in [[], ["--replace"]] {
        let refused = try program.run(["restore", "copy", "--store", "new.sqlite"] + words)
        #expect(refused.status == 73 && refused.errors.contains("new.sqlite\(ending) is left"), "\(refused.errors)")
        #expect(!refused.output.contains("Restored"))
      }
      #expect(try Data(contentsOf: URL(filePath: program.path("new.sqlite" + ending))) == Data(bytes))
    }
    #expect(!StoreFiles.exists(program.path("new.sqlite")))
    try FileManager.default.removeItem(atPath: program.path("new.sqlite" + ending))
    #expect(try restore(program).status == 0)
    try expectWhole(program, "after \(ending)")
  }

  @Test func `What an ended restore left behind is no hindrance, and goes`() throws {
    let program = try program()
    defer { program.remove() }
    let left = [".part", ".part-journal", ".part-wal", ".part-shm"]
    for ending in left { try write(Self.journal, program, "new.sqlite" + ending) }
    let restored = try restore(program)
    #expect(restored.status == 0, "\(restored.errors)")
    for ending in left { #expect(!StoreFiles.exists(program.path("new.sqlite" + ending)), "\(ending)") }
    try expectWhole(program, "after leftovers")
  }

  @Test func `Two at a time: the second one waits for nobody and changes nothing`() throws {
    let program = try program()
    defer { program.remove() }
    let held = open(program.path("new.sqlite.part"), O_RDWR | O_CREAT, 0o600)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0 && pwrite(held, "half", 4, 0) == 4)
    let refused = try restore(program)
    #expect(refused.status == 75 && refused.errors.contains("Another program is writing"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(filePath: program.path("new.sqlite.part"))) == Data("half".utf8))
  }

  @Test func `Links are not followed to where they do harm`() throws {
    let program = try program()
    defer { program.remove() }
    try write(Array("precious".utf8), program, "precious")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: program.path("new.sqlite.part"), withDestinationPath: program.path("precious"))
    #expect(try restore(program).status != 0)
    #expect(try Data(contentsOf: URL(filePath: program.path("precious"))) == Data("precious".utf8))
    try files.removeItem(atPath: program.path("new.sqlite.part"))
    try files.createSymbolicLink(atPath: program.path("new.sqlite"), withDestinationPath: program.path("nowhere"))
    #expect(try restore(program).errors.contains("is a link to a missing file"))
    try files.removeItem(atPath: program.path("new.sqlite"))
    // The store by a symbolic link, and by the backup's own name.
    try files.createSymbolicLink(atPath: program.path("new.sqlite"), withDestinationPath: program.path("copy"))
    for words in [["--store", "new.sqlite"], ["--store", "copy"], ["--store", "./copy"]] {
      let refused = try program.run(["restore", "copy", "--replace"] + words)
      #expect(refused.status == 73 && refused.errors.contains("is the store itself"), "\(refused.errors)")
    }
    try expectWhole(program, "the same file", "copy")
  }

  @Test func `An unfinished write in the source is no backup and no restored store`() throws {
    let program = try program()
    defer { program.remove() }
    try write(Self.journal, program, "copy-journal")
    let refused = try restore(program)
    #expect(refused.status == 69 && refused.errors.contains("has an unfinished write"), "\(refused.errors)")
    #expect(!StoreFiles.exists(program.path("new.sqlite")) && !StoreFiles.exists(program.path("new.sqlite.part")))
    try write(Self.journal, program, "tallybook.sqlite-journal")
    #expect(try program.run(["backup", "other"]).status == 69)
    #expect(!StoreFiles.exists(program.path("other")))
  }

  @Test func `A store that is there stays, or is kept under another name`() throws {
    let program = try program()
    defer { program.remove() }
    let bytes = try Data(contentsOf: URL(filePath: program.path("tallybook.sqlite")))
    let refused = try program.run(["restore", "copy"])
    #expect(refused.status == 73 && refused.errors.contains("--replace"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(filePath: program.path("tallybook.sqlite"))) == bytes)
    #expect(try program.run(["user", "owner", "new@example.com", "--new", "--replace"]).status == 0)
    for name in ["tallybook.sqlite.old", "tallybook.sqlite.old-2"] {
      let replaced = try program.run(["restore", "copy", "--replace"])
      #expect(replaced.status == 0 && replaced.output.contains(name), "\(replaced.output)\(replaced.errors)")
      #expect(try program.run(["verify"]).output.contains("25 users"))
    }
    #expect(try program.run(["verify", "--store", "tallybook.sqlite.old"]).output.contains("26 users"))
    #expect(try program.run(["verify", "--store", "tallybook.sqlite.old-2"]).output.contains("25 users"))
  }

  @Test func `A store that is open elsewhere is not replaced`() async throws {
    let program = try program()
    defer { program.remove() }
    let store = try SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1)
    let users = try await store.read { try $0.number("SELECT count(*) FROM users") }
    let refused = try program.run(["restore", "copy", "--replace"])
    #expect(refused.status == 75 && refused.errors.contains("is open in another program"), "\(refused.errors)")
    #expect(try await store.write { try $0.number("SELECT count(*) FROM users") } == users)
    for ending in [".old", ".part"] { #expect(!StoreFiles.exists(program.path("tallybook.sqlite" + ending))) }
  }

  @Test func `Ended at any moment, it leaves the store of before or the restored one`() throws {
    let program = try program()
    defer { program.remove() }
    for step in 0..<24 {
      let milliseconds = step * 12
      let words = step.isMultiple(of: 2) ? ["--store", "new.sqlite"] : ["--replace"]
      try program.run(["restore", "copy"] + words, killedAfter: milliseconds)
      if StoreFiles.exists(program.path("new.sqlite")) {
        try expectWhole(program, "killed after \(milliseconds) ms")
        try FileManager.default.removeItem(atPath: program.path("new.sqlite"))
      }
      #expect(try program.run(["verify"]).output.contains("25 users"), "replaced, killed after \(milliseconds) ms")
    }
    #expect(try restore(program).status == 0)
  }

  @Test func `No room in the middle leaves everything as it was`() throws {
    let program = try program()
    defer { program.remove() }
    let before = try Data(contentsOf: URL(filePath: program.path("tallybook.sqlite")))
    for words in [["--store", "new.sqlite"], ["--replace"]] {
      let full = try program.run(["restore", "copy"] + words, fileLimit: 100)
      #expect(full.status != 0 && !full.output.contains("Restored"), "\(full.output)")
    }
    #expect(try program.run(["backup", "other"], fileLimit: 100).status != 0)
    for name in ["new.sqlite", "new.sqlite.part", "tallybook.sqlite.old", "other", "other.part"] {
      #expect(!StoreFiles.exists(program.path(name)), "\(name)")
    }
    #expect(try Data(contentsOf: URL(filePath: program.path("tallybook.sqlite"))) == before)
    #expect(try restore(program).status == 0)
  }

  @Test func `Sessions, tokens and links of a backup are ended, unless they are kept`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let owner = try #require(try program.owner())
    let token = try program.run(["token", "create", "--user", owner])
    #expect(token.status == 0)
    try await Self.addWaysIn(program)
    #expect(try program.run(["backup", "copy"]).status == 0)
    #expect(try program.run(["token", "revoke", "1"]).status == 0)
    let kept = try program.run(["restore", "copy", "--store", "kept.sqlite", "--keep-access"])
    #expect(kept.output.contains("Kept 2 sessions, 1 API token and 1 link") && kept.output.contains("token revoke"))
    let ended = try program.run(["restore", "copy", "--store", "ended.sqlite"])
    #expect(ended.output.contains("Revoked 2 sessions, 1 API token and 1 link"), "\(ended.output)\(ended.errors)")
    #expect(try await Self.waysIn(program, "kept.sqlite") == [2, 1, 1, 0])
    #expect(try await Self.waysIn(program, "ended.sqlite") == [0, 0, 0, 1])
    let all = try program.run(["user", "sign-out", "--everybody", "--store", "kept.sqlite"])
    #expect(all.output.contains("Revoked 2 sessions, 1 API token and 1 link"))
    #expect(try await Self.waysIn(program, "kept.sqlite") == [0, 0, 0, 1])
    #expect(try program.run(["user", "sign-out", "--store", "kept.sqlite"]).status == 64)
  }

  private static func addWaysIn(_ program: Program) async throws {
    let store = try SQLiteEngine(path: program.path("tallybook.sqlite"), readers: 1)
    try await store.write { session in
      for hash in ["a", "b"] {
        try session.run(
          "INSERT INTO web_sessions (hash, user_key, csrf, created_at, last_seen_at) VALUES (\(hash), 1, 'x', 1, 1)")
      }
      let columns = try session.all(
        "SELECT name FROM pragma_table_info('password_links') WHERE \"notnull\" = 1 OR pk = 1"
      ) {
        $0.text(at: 0)
      }
      let values = columns.map { $0 == "hash" ? "'h'" : $0 == "kind" ? "'reset'" : "1" }
      try session.run(
        SQLText(
          raw:
            "INSERT INTO password_links (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
        ))
    }
  }

  @Test func `docs/operations.md names every file of a store`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/operations.md"), encoding: .utf8)
    for ending in StoreFiles.sideEndings + [StoreFiles.partialEnding, StoreFiles.folderEnding, ".old"] {
      #expect(text.contains("`tallybook.sqlite\(ending)`") || text.contains("`\(ending)`"), "\(ending)")
    }
  }

  /// The numbers of sessions, active tokens and links, and of audit log entries about them.
  private static func waysIn(_ program: Program, _ name: String) async throws -> [Int] {
    let store = try SQLiteEngine(path: program.path(name), readers: 1)
    return try await store.read { session in
      try [
        "web_sessions", "tokens WHERE revoked_at IS NULL", "password_links", "audit_log WHERE action = 'access.end'",
      ].map { try session.number(SQLText(raw: "SELECT count(*) FROM \($0)")) }
    }
  }
}
