import DatabaseAccess
import Records
import Support

/// What statements are found by, and which are void.
///
/// A statement that refers to another one is found by the terms of that one too (xAPI 1.0.3, Communication 2.1.3), and
/// so on along a chain of references.
struct StatementIndex {
  let session: any SQLSession

  /// References beyond this many are not followed.
  private static let chainLimit = 16
  /// The most rows of one request.
  private static let rowLimit = 1_000_000

  init(_ session: any SQLSession) { self.session = session }

  /// A stored statement, as the index needs it.
  private struct Entry {
    let key: Int
    let id: String
    let stored: Int
    let terms: Set<String>
    let reference: String?
  }

  private static let columns = "key, id, stored, body, authority, reference_id"

  private func entries(_ condition: SQLText) throws -> [Entry] {
    try session.all("SELECT \(raw: Self.columns) FROM statements WHERE \(sql: condition)") { row in
      let body = StoredStatement.parsed(row.text(at: 3))
      let terms = StatementTerms(body, authority: StoredStatement.parsed(row.text(at: 4)))
      return Entry(
        key: row.integer(at: 0), id: row.text(at: 1), stored: row.integer(at: 2), terms: terms.keys,
        reference: row.text(5))
    }
  }

  /// Statements that refer to some others, without their terms: there may be very many.
  private func referring(toAny ids: [String]) throws -> [Entry] {
    try session.all("SELECT key, id, stored, reference_id FROM statements WHERE reference_id \(anyOf: ids)") { row in
      Entry(
        key: row.integer(at: 0), id: row.text(at: 1), stored: row.integer(at: 2), terms: [], reference: row.text(3))
    }
  }

  /// - Parameter drafts: of statements that have just been inserted.
  func add(_ drafts: [StatementBatch.Draft], authority: JSONValue, stored: Int) throws {
    let ids = drafts.map(\.id)
    let keys = Dictionary(
      try session.all("SELECT id, key FROM statements WHERE id \(anyOf: ids)") { ($0.text(at: 0), $0.integer(at: 1)) },
      uniquingKeysWith: { first, _ in first })
    let added = drafts.map { draft in
      Entry(
        key: keys[draft.id] ?? 0, id: draft.id, stored: draft.stored ?? stored,
        terms: StatementTerms(draft.body, authority: draft.authority ?? authority).keys,
        reference: draft.body.reference)
    }
    var known = Dictionary(added.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = try session.insertion(
      into: "statement_terms", columns: ["term", "stored", "statement_key", "target_key"])
    var count = 0
    for entry in added {
      try insert(entry, entry, rows, &count)
      for target in try chain(from: entry, &known) { try insert(entry, target, rows, &count) }
    }
    for (target, referring) in try referring(to: added) {
      // In a circle of references, the target leads back to statements that are found by one another already.
      let former = Set(referring.map(\.key))
      let targets = try ([target] + chain(from: target, &known)).filter { !former.contains($0.key) }
      for entry in referring { for target in targets { try insert(entry, target, rows, &count) } }
    }
    try rows.finish()
    try noteVoided(ids + added.compactMap(\.reference))
  }

  /// - Parameter count: the rows of the request so far.
  /// - Throws: `StatementFault` beyond `rowLimit`.
  private func insert(_ entry: Entry, _ target: Entry, _ rows: any BatchInsert, _ count: inout Int) throws {
    count += target.terms.count
    guard count <= Self.rowLimit else {
      throw StatementFault(path: "", reason: "and the others of the request name too many activities and agents")
    }
    for term in target.terms {
      try rows.run([.text(term), .integer(entry.stored), .integer(entry.key), .integer(target.key)])
    }
  }

  /// The statement that a statement refers to, the one that this refers to, and so on.
  private func chain(from entry: Entry, _ known: inout [String: Entry]) throws -> [Entry] {
    var (chain, next) = ([Entry](), entry.reference)
    while let id = next, chain.count < Self.chainLimit {
      if known[id] == nil { known[id] = try entries("id = \(id)").first }
      guard let target = known[id], target.key != entry.key, !chain.contains(where: { $0.key == target.key }) else {
        break
      }
      chain.append(target)
      next = target.reference
    }
    return chain
  }

  /// The earlier statements that refer to the added ones, also along other earlier ones.
  private func referring(to added: [Entry]) throws -> [(Entry, [Entry])] {
    let keys = Set(added.map(\.key))
    let first = try referring(toAny: added.map(\.id)).filter { !keys.contains($0.key) }
    let byTarget = Dictionary(grouping: first) { $0.reference ?? "" }
    return try added.compactMap { target in
      guard var level = byTarget[target.id] else { return nil }
      var (all, seen) = (level, Set(level.map(\.key)))
      for _ in 1..<Self.chainLimit where !level.isEmpty {
        level = try referring(toAny: level.map(\.id))
          .filter { !keys.contains($0.key) && seen.insert($0.key).inserted }
        all += level
      }
      return (target, all)
    }
  }

  /// A voiding statement voids its target whatever the order of arrival, but not another voiding one (xapi.md §3.2).
  private func noteVoided(_ ids: [String]) throws {
    try session.run(
      """
      UPDATE statements SET voided = 1 WHERE id \(anyOf: ids) AND voided = 0 AND voiding = 0
      AND EXISTS (SELECT 1 FROM statements AS v WHERE v.reference_id = statements.id AND v.voiding = 1)
      """)
  }
}
