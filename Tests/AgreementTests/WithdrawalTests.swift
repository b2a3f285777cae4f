import DatabaseAccess
import Foundation
import ReferenceModel
import Statistics
import Store
import Support
import TestSupport
import Testing

/// A withdrawn fact has no effect, and comes back unchanged. (`RandomAgreementTests` check that all numbers agree with
/// the reference, which ignores such facts: random platforms have some of each kind.)
@Suite struct WithdrawalTests {
  private typealias Tables = [String: [[String]]]
  private static let standings = UserStandings.types.map { $0.table } + ["user_standings"]

  @Test(arguments: UInt64(801)...806)
  func `Without the rows that were withdrawn, every number is the same`(seed: UInt64) async throws {
    let tables = try Self.tables(seed: seed)
    let without = Self.withoutWithdrawn(tables)
    let rows = { (tables: Tables) in tables.values.reduce(0) { $0 + $1.count } }
    #expect(rows(without) < rows(tables))
    let (all, rest) = (try await Self.product(tables), try await Self.product(without))
    let (users, owner) = (Self.column("id", of: tables["users"] ?? []), Self.owner(tables))
    #expect(try await all.statistics(of: users, viewer: owner) == rest.statistics(of: users, viewer: owner))
    let (cards, others) = (
      try await all.publicCards(of: users, viewer: owner), try await rest.publicCards(of: users, viewer: owner)
    )
    #expect(cards.count > 5)
    #expect(cards.mapValues(\.compareForm) == others.mapValues(\.compareForm))
    let (dump, other) = (try await all.store.dump(), try await rest.store.dump())
    for table in Self.standings { #expect(dump[table] == other[table], "seed \(seed), \(table)") }
  }

  @Test(arguments: UInt64(811)...814)
  func `What is withdrawn and sent again is as it was, to the byte`(seed: UInt64) async throws {
    var tables = try Self.tables(seed: seed)
    for kind in RandomPlatform.withdrawable { tables[kind] = Self.with(tables[kind] ?? []) { _ in "" } }
    let store = try await TestStore(tables.mapValues { CommaSeparated.text(of: $0) })
    let before = try await store.dump()
    var random = SplitMix64(seed: seed)
    for round in 0..<3 {
      var change: Tables = [:]
      for kind in RandomPlatform.withdrawable {
        change[kind] = Self.with(tables[kind] ?? []) { _ in random.chance(30) ? "2026-03-01T00:00:00Z" : "" }
      }
      let receipts = try await store.load(change.mapValues { CommaSeparated.text(of: $0) })
      #expect(RandomPlatform.withdrawable.allSatisfy { receipts[$0]?.added == 0 }, "seed \(seed), round \(round)")
      #expect(try await store.differences() == [], "seed \(seed), round \(round)")
      #expect(try await store.dump() != before)
    }
    try await store.load(tables.mapValues { CommaSeparated.text(of: $0) })
    #expect(try await store.dump() == before, "seed \(seed)")
  }

  /// One kind after another loses all its facts, and the numbers computed from them.
  @Test(arguments: RandomPlatform.withdrawable)
  func `A kind of which all is withdrawn is as one of which there is none`(kind: String) async throws {
    var tables = try Self.tables(seed: 821)
    for other in RandomPlatform.withdrawable { tables[other] = Self.with(tables[other] ?? []) { _ in "" } }
    let store = try await TestStore(tables.mapValues { CommaSeparated.text(of: $0) })
    #expect(try await store.rows(kind).isEmpty == false)
    tables[kind] = Self.with(tables[kind] ?? []) { _ in "2026-03-15T12:00:00Z" }
    try await store.load([kind: CommaSeparated.text(of: tables[kind] ?? [])])
    #expect(try await store.rows(kind).isEmpty)
    #expect(try await store.rows("all_" + kind).count == (tables[kind]?.count ?? 0) - 1)
    #expect(try await store.differences() == [])
    let counted = ["attempts": "time_spent", "answers": "answered_questions", "posts": "posted_messages"][kind]
    let rows = try await store.rows("user_standings")
    if let counted { #expect(rows.allSatisfy { $0[counted] == .integer(0) }) }
  }

  // MARK: Records as tables

  private static func tables(seed: UInt64) throws -> Tables {
    let platform = RandomPlatform(seed: seed, users: 10...25)
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try platform.write(to: folder)
    let names = try Folder.names(in: folder)
    let tables = try names.map { name in
      let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      return (String(name.dropLast(4)), CommaSeparated.rows(of: text))
    }
    return Dictionary(uniqueKeysWithValues: tables)
  }

  private static func product(_ tables: Tables) async throws -> Product {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (kind, rows) in tables {
      try Data(CommaSeparated.text(of: rows).utf8).write(to: folder.appending(path: kind + ".csv"))
    }
    return try await Product(folder: folder.path, now: RandomPlatform.now)
  }

  private static func column(_ name: String, of table: [[String]]) -> [String] {
    guard let place = table.first?.firstIndex(of: name) else { return [] }
    return table.dropFirst().map { $0[place] }
  }

  private static func owner(_ tables: Tables) -> String {
    let memberships = tables["memberships"] ?? []
    let columns = ["user", "role", "until"].map { column($0, of: memberships) }
    return zip(columns[0], zip(columns[1], columns[2])).first { $1.0 == "owner" && $1.1.isEmpty }?.0 ?? ""
  }

  /// The table with a column `withdrawn_at`, filled row by row.
  private static func with(_ table: [[String]], _ value: ([String]) -> String) -> [[String]] {
    guard var header = table.first else { return [] }
    let place = header.firstIndex(of: "withdrawn_at")
    if place == nil { header.append("withdrawn_at") }
    return [header]
      + table.dropFirst().map { row in
        var row = row
        if let place { row[place] = value(row) } else { row.append(value(row)) }
        return row
      }
  }

  /// Removes the withdrawn rows that no remaining row refers to.
  private static func withoutWithdrawn(_ tables: Tables) -> Tables {
    var tables = tables
    var isDone = false
    while !isDone {
      isDone = true
      let named = self.named(in: tables)
      for kind in RandomPlatform.withdrawable {
        guard let header = tables[kind]?.first, let place = header.firstIndex(of: "withdrawn_at") else { continue }
        let kept = tables[kind]?.dropFirst().filter { row in
          row[place].isEmpty || named.contains(Self.key(of: row, header, kind))
        }
        if kept?.count != (tables[kind]?.count ?? 0) - 1 { isDone = false }
        tables[kind] = [header] + (kept ?? [])
      }
    }
    return tables
  }

  private static func key(of row: [String], _ header: [String], _ kind: String) -> String {
    let cell = { (name: String) in header.firstIndex(of: name).map { row[$0] } ?? "" }
    return kind == "attempts" ? "attempts \(cell("user")) \(cell("id"))" : "\(kind) \(cell("id"))"
  }

  /// The references of answers, posts and reactions: attempts of the same user, posts.
  private static func named(in tables: Tables) -> Set<String> {
    var named: Set<String> = []
    for (kind, column) in [("answers", "attempt"), ("posts", "reply_to"), ("reactions", "post")] {
      guard let header = tables[kind]?.first, let place = header.firstIndex(of: column) else { continue }
      let user = header.firstIndex(of: "user")
      for row in tables[kind]?.dropFirst() ?? [] where !row[place].isEmpty {
        named.insert(kind == "answers" ? "attempts \(row[user ?? 0]) \(row[place])" : "posts \(row[place])")
      }
    }
    return named
  }
}
