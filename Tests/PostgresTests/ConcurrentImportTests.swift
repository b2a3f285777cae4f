import DatabaseAccess
import Foundation
import ReferenceModel
import Support
import TestSupport
import Testing

/// Concurrent imports have the same result as consecutive ones.
@Suite(.enabled(if: PrivateServer.isWanted), .timeLimit(.minutes(10))) struct ConcurrentImportTests {
  private static let facts = ["attempts", "assessment_results"]
  /// They refer to attempts, which must exist.
  private static let last = "answers"

  @Test(arguments: [UInt64(41), 42]) func `Twenty imports at once end in the same statistics as one after another`(
    seed: UInt64
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try RandomPlatform(seed: seed, users: 20...30).write(to: folder.path)
    let (whole, parts) = try Self.parts(of: folder, 20)
    let answers = whole.filter { $0.key.hasPrefix(Self.last) }
    let frame = whole.filter { !$0.key.hasPrefix(Self.last) }
    let (one, other) = (try await TestStore(.postgres), try await TestStore(.postgres))
    for store in [one, other] { try await store.load(frame) }
    for part in parts { try await one.load(part) }
    try await withThrowingTaskGroup { group in
      for part in parts { group.addTask { _ = try await other.load(part) } }
      try await group.waitForAll()
    }
    for store in [one, other] { try await store.load(answers) }
    for table in try await Self.standings(one) {
      let (found, expected) = (try await other.sortedRows(table), try await one.sortedRows(table))
      #expect(found == expected, "\(table)")
    }
    #expect(try await other.differences() == [])
  }

  /// The platform without its facts, and its facts in this many parts, line by line in turn.
  private static func parts(of folder: URL, _ count: Int) throws -> (frame: [String: String], parts: [[String: String]])
  {
    var (frame, parts) = ([String: String](), [[String: String]](repeating: [:], count: count))
    for name in try Folder.names(in: folder.path).sorted() {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let kind = String(name.prefix { $0 != "." })
      guard facts.contains(kind), name.hasSuffix(".csv") else {
        frame[name] = text
        continue
      }
      let rows = CommaSeparated.rows(of: text)
      for index in parts.indices {
        let own = rows.dropFirst().enumerated().filter { $0.offset % count == index }.map(\.element)
        parts[index][name] = CommaSeparated.text(of: [rows[0]] + own)
      }
    }
    return (frame, parts)
  }

  private static func standings(_ store: TestStore) async throws -> [String] {
    try await store.database.read { session in
      try session.all("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%standings'") {
        $0.text(at: 0)
      }
    } + facts + [last]
  }
}

extension TestStore {
  /// The rows of a table as texts, in any order.
  func sortedRows(_ table: String) async throws -> [String] {
    try await database.read { session in
      try session.all("SELECT CAST(t AS text) FROM \(raw: table) AS t") { $0.text(at: 0) }.sorted()
    }
  }
}
