import DatabaseAccess
import Records

/// Reads statements of the store as derivation reads them.
struct StatementLoader {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  /// - Returns: the statements with these keys that are read (xapi.md §3.3), by key.
  func statements(_ keys: [Int]) throws -> [Int: ReadStatement] {
    var copies: [Int: [StatementCopy]] = [:]
    let read: (any SQLRow) throws -> Void = { row in
      guard let statement = Statement(StoredStatement.parsed(row.text(at: 1))) else { return }
      let copy = StatementCopy(
        statement, stored: ExactTime(microseconds: row.integer(at: 2)), isDerived: row.flag(3))
      copies[row.integer(at: 0), default: []].append(copy)
    }
    try session.each(
      "SELECT key, body, stored, derive FROM statements WHERE key \(anyOf: keys) AND voided = 0", read)
    try session.each(
      """
      SELECT c.statement_key, c.body, c.stored, c.derive FROM statement_copies AS c
      JOIN statements AS s ON s.key = c.statement_key WHERE s.key \(anyOf: keys) AND s.voided = 0 ORDER BY c.key
      """, read)
    return copies.compactMapValues { copies in
      StatementCopy.read(copies, voided: []).first.flatMap { $0.actor.isStorable ? $0 : nil }
    }
  }

  /// The statement at a position, if it is read.
  func statement(at position: String) throws -> ReadStatement? {
    let id = ExactTime.statementID(position: position)
    let keys = try session.all("SELECT key FROM statements WHERE id = \(id)") { $0.integer(at: 0) }
    return try statements(keys).values.first
  }

  /// The statements of actors, in their order.
  /// - Parameter actors: hashes of identifiers.
  func statements(ofActors actors: [String]) throws -> [ReadStatement] {
    let keys = try session.all("SELECT statement_key FROM read_statements WHERE actor \(anyOf: actors)") {
      $0.integer(at: 0)
    }
    return try statements(keys).values.sorted()
  }
}
