import Foundation
import ReferenceModel
import Support
import TestSupport
import Testing

/// Records that are imported in many small batches give the same numbers as in one, and the standings match them after
/// every batch.
@Suite struct BatchTests {
  private static let facts = [
    "enrolments", "attempts", "answers", "assessment_results", "attendances", "certificates", "reactions", "managers",
  ]

  @Test(arguments: UInt64(401)...406)
  func `After every random batch nothing differs from the records`(seed: UInt64) async throws {
    let world = try await RandomWorld(seed: seed)
    #expect(try await world.product.store.differences() == [])
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try world.platform.write(to: folder.path)
    var tables = try Self.tables(in: folder.path)
    var random = SplitMix64(seed: seed)
    let facts = Self.facts.flatMap { kind in (tables[kind] ?? []).dropFirst().map { (kind: kind, row: $0) } }
    let headers = tables.mapValues { $0[0] }
    for kind in Self.facts { tables[kind] = nil }
    let store = try await TestStore(tables.mapValues { CommaSeparated.text(of: $0) })
    // Answers refer to attempts: they wait until the attempts are imported.
    let (late, early) = (random.shuffled(facts.filter { $0.kind == "answers" }), facts.filter { $0.kind != "answers" })
    for batch in Self.pieces(random.shuffled(early), 5) + Self.pieces(late, 2) {
      try await store.load(
        Dictionary(grouping: batch, by: \.kind).mapValues { rows in
          CommaSeparated.text(of: [headers[rows[0].kind] ?? []] + rows.map(\.row))
        })
      #expect(try await store.differences() == [], "seed \(seed)")
    }
    for table in ["user_standings", "course_standings", "path_standings", "program_standings", "tag_standings"] {
      let (found, expected) = (try await store.dump()[table], try await world.product.store.dump()[table])
      #expect(found == expected, "seed \(seed), \(table)")
    }
  }

  private static func tables(in folder: String) throws -> [String: [[String]]] {
    let names = try Folder.names(in: folder)
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        return (String(name.dropLast(4)), CommaSeparated.rows(of: text))
      })
  }

  private static func pieces<Value>(_ values: [Value], _ count: Int) -> [[Value]] {
    (0..<count).map { piece in
      values.indices.filter { $0 % count == piece }.map { values[$0] }
    }
  }
}
