import Foundation
import Support
import Testing

/// `tallybook export`: a whole folder or none.
@Suite struct ExportCommandTests {
  private func names(_ program: Program, _ folder: String) throws -> [String] {
    try Folder.names(in: program.path(folder)).sorted()
  }

  private func isThere(_ program: Program, _ path: String) -> Bool {
    FileManager.default.fileExists(atPath: program.path(path))
  }

  @Test func `A store is exported, imported and exported again`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try FileManager.default.createDirectory(atPath: program.path("one"), withIntermediateDirectories: false)
    let first = try program.run(["export", "one"])
    #expect(first.status == 0 && first.output.contains("users: 25"), "\(first.errors)")
    let mode = try FileManager.default.attributesOfItem(atPath: program.path("one/users.csv"))[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    #expect(try program.run(["import", "one", "--store", "copy.sqlite"]).status == 0)
    #expect(try program.run(["export", "two", "--store", "copy.sqlite"]).status == 0)
    for name in try names(program, "one") {
      let files = try ["one", "two"].map { try Data(contentsOf: URL(filePath: program.path("\($0)/\(name)"))) }
      #expect(files[0] == files[1], "\(name)")
    }
    #expect(try program.run(["import", "one"]).output.contains("Nothing changed."))
    let packed = try program.run(["export", "three", "--kind", "users, courses", "--format", "ndjson", "--gzip"])
    #expect(packed.status == 0, "\(packed.errors)")
    #expect(try names(program, "three") == ["courses.ndjson.gz", "users.ndjson.gz"])
    #expect(try program.run(["import", "three"]).output.contains("Nothing changed."))
  }

  @Test func `One user's records are exported, named by id or address`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let owner = try #require(try program.owner())
    #expect(try program.run(["export", "first", "--user", owner]).status == 0)
    let second = try program.run(["export", "second", "--user", owner])
    #expect(second.output.contains("users: 1\n") && second.output.contains("audit: 1\n"), "\(second.output)")
    #expect(try String(contentsOfFile: program.path("second/audit.ndjson"), encoding: .utf8).contains("user.export"))
    let unknown = try program.run(["export", "third", "--user", "nobody"])
    #expect(unknown.status == 67 && unknown.errors.contains("nobody") && !isThere(program, "third"))
  }

  @Test func `A folder that cannot be used is refused and stays as it was`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    for (folder, words) in [
      ("records", "not empty"), ("tallybook.sqlite", "not a readable folder"), ("no/such", "No such file"),
    ] {
      let outcome = try program.run(["export", folder])
      #expect(outcome.status != 0 && outcome.errors.contains(words), "\(folder): \(outcome.errors)")
    }
    #expect(try program.run(["import", "records"]).output.contains("Nothing changed."))
    let kind = try program.run(["export", "new", "--kind", "user"])
    #expect(kind.status == 64 && kind.errors.contains("did you mean users?") && !isThere(program, "new"))
    #expect(try program.run(["export", "new", "--store", "no.sqlite"]).status == 69)
    #expect(!isThere(program, "new") && !isThere(program, "new.part"))
  }

  @Test func `A full disk leaves nothing, or the empty folder that was there`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try FileManager.default.createDirectory(atPath: program.path("old"), withIntermediateDirectories: false)
    for folder in ["new", "old"] {
      let outcome = try program.run(["export", folder, "--kind", "attempts"], fileLimit: 100)
      #expect(outcome.status == 74 && outcome.errors.contains("attempts.csv cannot be written"), "\(outcome.errors)")
      #expect(outcome.errors.contains("Nothing was exported."))
    }
    #expect(!isThere(program, "new") && !isThere(program, "new.part") && !isThere(program, "old.part"))
    #expect(try names(program, "old") == [])
  }

  @Test func `A killed export leaves a folder that says so, and the next one names it`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    for milliseconds in stride(from: 10, to: 400, by: 30) {
      try program.run(["export", "new"], killedAfter: milliseconds)
      if isThere(program, "new") {
        #expect(try program.run(["import", "new"]).output.contains("Nothing changed."))
        try FileManager.default.removeItem(atPath: program.path("new"))
      } else if isThere(program, "new.part") {
        let next = try program.run(["export", "new"])
        #expect(next.status == 73 && next.errors.contains("new.part exists"), "\(next.errors)")
        try FileManager.default.removeItem(atPath: program.path("new.part"))
      }
    }
    #expect(try program.run(["export", "new"]).status == 0)
  }
}
