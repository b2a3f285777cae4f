import Foundation
import Testing

/// Files are readable only by their owner, whatever the umask of the shell.
@Suite struct PrivacyTests {
  /// Files and folders below the program's folder, and the permissions of others.
  private func modes(_ program: Program) throws -> [String: Int] {
    var modes: [String: Int] = [:]
    let names = try #require(FileManager.default.enumerator(atPath: program.folder.path))
    for case let name as String in names where !name.hasPrefix(".") {
      let attributes = try FileManager.default.attributesOfItem(atPath: program.path(name))
      modes[name] = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }
    return modes
  }

  @Test func `What any command writes is its owner's alone`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let owner = try #require(try program.owner())
    for words in [
      ["backup", "copy"], ["restore", "copy", "--store", "again.sqlite"],
      ["move", "--from", "tallybook.sqlite", "--to", "moved.sqlite"],
      ["report", "users", "--as", owner, "--out", "users.xlsx", "--about"],
      ["report", "users", "--as", owner, "--out", "users.csv", "--about"],
      ["check", "--mail", "folder:letters", "--mail-to", "a@example.com"],
      ["user", "owner", "first@example.com", "--store", "first.sqlite"],
    ] {
      let outcome = try program.run(words)
      #expect(outcome.status == 0, "\(words): \(outcome.output)\(outcome.errors)")
    }
    try program.run(["serve", "--port", "0", "--files", "downloads"], killedAfter: 3_000)
    let modes = try modes(program)
    for name in [
      "tallybook.sqlite", "tallybook.sqlite-wal", "copy", "users.csv", "users.csv.about.json", "letters", "records",
    ] {
      #expect(modes[name] != nil, "\(name) is not there: \(modes.keys.sorted())")
    }
    #expect(modes.filter { $0.value & 0o077 != 0 }.keys.sorted() == [])
  }

  @Test(arguments: [
    "tallybook.sqlite", "tallybook.sqlite-journal", "tallybook.sqlite.part", "backup", "secret", "letters",
    "tallybook.sqlite.files",
  ])
  func `A file that others can read is a problem, with the command that mends it`(name: String) throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    #expect(try program.run(["backup", "backup"]).status == 0)
    let isFolder = ["letters", "tallybook.sqlite.files"].contains(name)
    if isFolder {
      try FileManager.default.createDirectory(atPath: program.path(name), withIntermediateDirectories: true)
    } else if !FileManager.default.fileExists(atPath: program.path(name)) {
      try Data().write(to: URL(filePath: program.path(name)))
    }
    let words = ["check", "--mail", "folder:letters", "--mail-password-file", "secret"]
    try Data("x\n".utf8).write(to: URL(filePath: program.path("secret")))
    for file in ["secret"] { chmod(program.path(file), 0o600) }
    chmod(program.path(name), isFolder ? 0o700 : 0o600)
    let good = try program.run(words)
    #expect(!good.output.contains("can read"), "\(good.output)")
    chmod(program.path(name), isFolder ? 0o755 : 0o644)
    let bad = try program.run(words)
    #expect(bad.status == 78 && bad.output.contains("Others on this machine can read"), "\(bad.output)\(bad.errors)")
    let command = try #require(bad.output.firstMatch(of: #/→ `(?<words>chmod [^`]*)`/#)?.words, "\(bad.output)")
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", String(command)]
    shell.currentDirectoryURL = program.folder
    try shell.run()
    shell.waitUntilExit()
    #expect(!(try program.run(words)).output.contains("Others"), "\(command)")
  }

  @Test func `A group that can read is told of, and no problem`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    chmod(program.path("tallybook.sqlite"), 0o640)
    let outcome = try program.run(["check"])
    #expect(outcome.status == 0 && outcome.output.contains("note     The group can read"), "\(outcome.output)")
  }
}
