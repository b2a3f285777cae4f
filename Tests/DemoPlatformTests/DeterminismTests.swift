import Foundation
import Support
import Testing

@testable import DemoPlatform

@Suite("A demo platform is the same for the same seed")
struct DeterminismTests {
  private func files(users: Int = 120, seed: UInt64 = 7, now: Int = World.now) throws -> [String: Data] {
    try World.write(DemoPlatform(users: users, seed: seed, now: now, attemptsPerUser: 10))
  }

  @Test("The same users, seed and now give the same bytes")
  func sameBytes() throws {
    #expect(try files() == files())
  }

  @Test("Another seed gives other people and other attempts")
  func otherSeed() throws {
    let (one, other) = (try files(), try files(seed: 8))
    for kind in ["users", "attempts", "answers", "posts", "enrolments"] { #expect(one[kind] != other[kind]) }
  }

  @Test("Another now moves the history")
  func otherNow() throws {
    let (one, other) = (try files(), try files(now: World.now - 400 * 86_400))
    #expect(one["attempts"] != other["attempts"])
    #expect(one["tags"] == other["tags"])
  }

  @Test("A platform is written once per kind, and progress ends with the number of rows")
  func progress() throws {
    let folder = World.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var reported = 0
    try DemoPlatform(users: 60, now: World.now, attemptsPerUser: 5).write(to: folder + "/a/b") { reported = $0 }
    let names = try Folder.names(in: folder + "/a/b")
    #expect(Set(names) == Set(World.kinds.map { $0 + ".csv" }))
    let rows = try names.map {
      Table([UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/a/b/\($0)")))).rows.count
    }
    #expect(reported == rows.reduce(0, +))
  }

  @Test("A folder that holds something is refused and left alone")
  func refused() throws {
    let folder = World.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let platform = DemoPlatform(users: 20, now: World.now)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/x"))
    #expect(throws: DemoError.folderNotEmpty(folder)) { try platform.write(to: folder) }
    #expect(try Folder.names(in: folder) == ["x"])
    #expect(DemoError.folderNotEmpty(folder).description.contains("is not empty"))
  }

  @Test("A folder that cannot be made is an error with the system's reason")
  func impossible() throws {
    let error = #expect(throws: DemoError.self) {
      try DemoPlatform(users: 20, now: World.now).write(to: "/dev/null/records")
    }
    #expect(error?.description == "The folder /dev/null/records cannot be used: Not a directory.")
  }
}
