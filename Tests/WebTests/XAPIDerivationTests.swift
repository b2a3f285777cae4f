import DatabaseAccess
import Foundation
import LRS
import Support
import TestSupport
import Testing
import Web

/// Statements that arrive at the xAPI door become records: the worked examples of xapi.md §15.
@Suite struct XAPIDerivationTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "LRSTests/Fixtures/examples")
  /// X40 has a verb that a strict credential refuses; statements without a timestamp depend on the clock.
  static let examples = ((try? Folder.names(in: folder.path)) ?? []).filter { $0 != "X40" && $0 != "X36" }.sorted()

  private static func json(_ example: String, _ file: String) throws -> JSONValue {
    try JSONParser.parse(Array(Data(contentsOf: folder.appending(path: "\(example)/\(file)"))))
  }

  private static func site(_ example: String) async throws -> TestSite {
    let given = try json(example, "given.json")
    return try await TestSite(StatementWorld(given).texts) { settings in
      if let language = given["language"]?.string { settings.derivation.language = language }
      if let idle = Int(given["idle"]?.text ?? "") { settings.derivation.idleSeconds = idle }
      settings.derivation.createsPlaceholders = given["placeholder"]?.string != "hold"
    }
  }

  private static func statements(_ example: String) throws -> [String] {
    try String(contentsOf: folder.appending(path: "\(example)/statements.ndjson"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test(arguments: examples) func `One statement after another gives the expected records`(_ name: String)
    async throws
  {
    let site = try await Self.site(name)
    let client = try await XAPIClient(site)
    for statement in try Self.statements(name).reversed() { try await client.send(statement) }
    try await Self.check(site, name)
  }

  @Test(arguments: examples) func `A batch that is sent twice gives them too`(_ name: String) async throws {
    let site = try await Self.site(name)
    let client = try await XAPIClient(site)
    for _ in 0..<2 { try await client.send("[" + (try Self.statements(name)).joined(separator: ",") + "]") }
    try await Self.check(site, name)
  }

  private static func check(_ site: TestSite, _ name: String) async throws {
    let expected = try json(name, "records.json").members?.flatMap { kind, rows in
      (rows.items ?? []).map { "\(kind) \(plain($0))" }
    }
    let stored = try await site.store.database.read { session in
      try session.all("SELECT kind, fields FROM derived_records WHERE state = 'written'") {
        "\($0.text(at: 0)) \(plain(try JSONParser.parse($0.text(at: 1))))"
      }
    }
    #expect(stored.sorted() == (expected ?? []).sorted())
    #expect(try await site.store.differences() == [])
    for kind in ["attempts", "answers", "courses"] {
      let (rows, derived) = try await site.store.database.read { session in
        (
          try session.number("SELECT count(*) FROM \(raw: kind)"),
          try session.number("SELECT count(*) FROM derived_records WHERE kind = \(kind)")
        )
      }
      let known = kind == "courses" ? try json(name, "given.json")["courses"]?.items?.count ?? 0 : 0
      #expect(rows == derived + known, "\(kind)")
    }
  }

  /// Without empty fields, and with numbers in one notation.
  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .object(let members):
      members.filter { !$0.1.isNull }.map { "\($0.0): \(plain($0.1))" }.sorted().joined(separator: "; ")
    case .array(let items): "[" + items.map(plain).joined(separator: ", ") + "]"
    case .string(let text): text
    default: Double(value.text).map { "\($0)" } ?? value.text
    }
  }
}
