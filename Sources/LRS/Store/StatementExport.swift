package import DatabaseAccess
package import Support

/// All statements of the store in the order of `stored`: as they came, with what the LRS adds that an import needs.
package enum StatementExport {
  /// Equal copies follow their statement, since definitions of activities are read in them too (xapi.md §3.1).
  package static func each(_ session: any SQLSession, _ body: (JSONValue) throws -> Void) throws {
    var (key, authority, copies): (Int?, String, [Copy]) = (nil, "", [])
    try session.each(
      """
      SELECT s.key, s.stored, s.body, s.version, s.authority, c.stored, c.body FROM statements AS s
      LEFT JOIN statement_copies AS c ON c.statement_key = s.key ORDER BY s.stored, s.key, c.key
      """
    ) { row in
      let version = row.text(at: 3)
      if key != row.integer(at: 0) {
        (key, authority) = (row.integer(at: 0), row.text(at: 4))
        let statement = Copy(row.text(at: 2), version, stored: row.integer(at: 1))
        try body(statement.json(authority))
        copies = [statement]
      }
      guard let stored = row.integer(5) else { return }
      let copy = Copy(row.text(at: 6), version, stored: stored)
      if copies.contains(where: copy.saysNoMore) { return }
      try body(copy.json(authority))
      copies.append(copy)
    }
  }

  private struct Copy {
    private let members: [(String, JSONValue)]
    private let stored: Int
    private let comparable: String

    /// - Parameter version: of a body without one.
    init(_ body: String, _ version: String, stored: Int) {
      let set: Set = ["stored", "authority"]
      var members = (StoredStatement.parsed(body).members ?? []).filter { !set.contains($0.0) }
      if !members.contains(where: { $0.0 == "version" }) { members.append(("version", .string(version))) }
      (self.members, self.stored) = (members, stored)
      comparable = JSONValue.object(members).sorted.text
    }

    /// Whether an import would not keep it after the other one. Without a timestamp, the earliest `stored` counts.
    func saysNoMore(_ than: Copy) -> Bool {
      let isTimed = members.contains { $0.0 == "timestamp" }
      return (isTimed || than.stored <= stored) && comparable.utf8.elementsEqual(than.comparable.utf8)
    }

    func json(_ authority: String) -> JSONValue {
      .object(
        members + [
          ("stored", .string(StoredStatement.text(stored))), ("authority", StoredStatement.parsed(authority)),
        ])
    }
  }
}
