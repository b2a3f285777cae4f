package import DatabaseAccess
import Records

/// Which statements a client asks for (xAPI 1.0.3, Communication 2.1.3).
package struct StatementQuery: Sendable {
  /// The place of a statement in the order of `stored`.
  package struct Position: Sendable, Equatable {
    package let stored: Int
    package let key: Int

    package init(stored: Int, key: Int) { (self.stored, self.key) = (stored, key) }
  }

  /// The most statements, and bytes of statements, of a page.
  package static let pageLimit = 500
  private static let bytesLimit = 16_777_216

  /// Keys of `StatementTerm`; all of them apply to one statement.
  package var terms: [String] = []
  /// In microseconds since 1970, exclusive and inclusive.
  package var since: Int?
  package var until: Int?
  package var limit = pageLimit
  package var isAscending = false
  /// Only statements after this one.
  package var position: Position?
  /// Only statements that came by this credential.
  package var credential: Int?

  package init() {}

  package struct Page: Sendable {
    package var statements: [StoredStatement] = []
    /// The place of the last statement, if there are more.
    package var next: Position?
  }

  package func page(_ session: any SQLSession) throws -> Page {
    let places = try session.all(places) { Position(stored: $0.integer(at: 0), key: $0.integer(at: 1)) }
    let asked = places.prefix(limit)
    var statements: [Int: StoredStatement] = [:]
    var bytes = 0
    for place in asked where bytes < Self.bytesLimit {
      let statement = try Self.statement("key = \(place.key)", session)
      statements[place.key] = statement
      bytes += statement?.body.utf8.count ?? 0
    }
    var page = Page(statements: asked.compactMap { statements[$0.key] })
    if page.statements.count < places.count {
      page.next = page.statements.last.map { Position(stored: $0.stored, key: $0.key) }
    }
    return page
  }

  private var places: SQLText {
    let direction: SQLText = isAscending ? "ASC" : "DESC"
    var conditions: [SQLText] = ["s.voided = 0"]
    if let credential { conditions.append("s.credential_key = \(credential)") }
    guard let first = terms.first else {
      conditions += bounds("s.stored", "s.key")
      return """
        SELECT s.stored, s.key FROM statements AS s WHERE \(sql: conditions.joined(separator: " AND "))
        ORDER BY s.stored \(sql: direction), s.key \(sql: direction) LIMIT \(limit + 1)
        """
    }
    conditions += bounds("t.stored", "t.statement_key")
    for term in terms.dropFirst() {
      conditions.append(
        """
        EXISTS (SELECT 1 FROM statement_terms AS o WHERE o.term = \(term) AND o.stored = t.stored
        AND o.statement_key = t.statement_key AND o.target_key = t.target_key)
        """)
    }
    return """
      SELECT DISTINCT t.stored, t.statement_key FROM statement_terms AS t
      JOIN statements AS s ON s.key = t.statement_key
      WHERE t.term = \(first) AND \(sql: conditions.joined(separator: " AND "))
      ORDER BY t.stored \(sql: direction), t.statement_key \(sql: direction) LIMIT \(limit + 1)
      """
  }

  private func bounds(_ stored: String, _ key: String) -> [SQLText] {
    var bounds: [SQLText] = []
    if let since { bounds.append("\(raw: stored) > \(since)") }
    if let until { bounds.append("\(raw: stored) <= \(until)") }
    if let position {
      let comparison = isAscending ? ">" : "<"
      bounds.append("(\(raw: stored), \(raw: key)) \(raw: comparison) (\(position.stored), \(position.key))")
    }
    return bounds
  }

  /// One statement.
  /// - Parameters:
  ///   - isVoided: whether it must be void, or must not.
  ///   - credential: by which it must have come; nil for any.
  package static func statement(
    id: String, isVoided: Bool, credential: Int?, _ session: any SQLSession
  ) throws -> StoredStatement? {
    let mine: SQLText = credential.map { "credential_key = \($0)" } ?? "true"
    return try statement("id = \(id.asciiLowercased) AND voided = \(isVoided ? 1 : 0) AND \(sql: mine)", session)
  }

  private static func statement(_ condition: SQLText, _ session: any SQLSession) throws -> StoredStatement? {
    try session.first("SELECT key, stored, body, version, authority FROM statements WHERE \(sql: condition)") { row in
      StoredStatement(
        key: row.integer(at: 0), stored: row.integer(at: 1), body: row.text(at: 2), version: row.text(at: 3),
        authority: row.text(at: 4))
    }
  }
}
