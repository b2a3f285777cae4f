import Foundation
import Support

@testable import DemoPlatform

/// A platform, written into a separate folder and read back.
struct World {
  static let now = 1_772_582_400  // 2026-03-04T00:00:00Z
  static let kinds = [
    "users", "custom_fields", "managers", "groups", "memberships", "courses", "tags", "questions", "assessments",
    "classrooms",
    "classroom_slots", "programs", "program_blocks", "program_sessions", "paths", "path_steps", "path_sessions",
    "enrolments",
    "attempts", "answers", "assessment_results", "attendances", "certificates", "posts", "reactions",
  ]

  let platform: DemoPlatform
  private let tables: [String: Table]

  /// Few attempts, because the tests read everything in debug builds.
  init(users: Int, seed: UInt64 = 1, attemptsPerUser: Double = 10, reading kinds: [String] = World.kinds) throws {
    platform = DemoPlatform(users: users, seed: seed, now: World.now, attemptsPerUser: attemptsPerUser)
    tables = try World.write(platform).filter { kinds.contains($0.key) }.mapValues { Table([UInt8]($0)) }
  }

  subscript(_ kind: String) -> Table { tables[kind]! }

  static let middle = Result { try World(users: 500) }

  /// The files of a platform by kind.
  static func write(_ platform: DemoPlatform) throws -> [String: Data] {
    let folder = World.newFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try platform.write(to: folder)
    var files: [String: Data] = [:]
    for name in try Folder.names(in: folder) {
      files[String(name.dropLast(4))] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    return files
  }

  /// A path that does not exist.
  static func newFolder() -> String { NSTemporaryDirectory() + "demo-\(UUID().uuidString)" }
}
