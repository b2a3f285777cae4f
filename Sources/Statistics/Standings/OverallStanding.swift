package import DatabaseAccess
package import Records

/// The overall standing of the affected users: `user_standings`, computed with the catalogue's own expressions.
package enum OverallStanding {
  package static let table = "user_standings"
  private static let totals = Totals(Statistic.stored, .standing)
  package static let identity = identities.map(\.column)
  package static let numbers = Statistic.stored.flatMap { $0.total?.stored ?? [] }

  /// A stored column that identifies the user, and the expression that it is stored from.
  private struct Identity {
    let column: String
    let expression: String
    /// Whether the name is stored as its sort key.
    var isName = false
  }

  private static let identities = [
    Identity(column: "user_key", expression: "u.user_key"), Identity(column: "id", expression: "p.id"),
    Identity(column: "deleted", expression: "CASE WHEN p.deleted_at IS NULL THEN 0 ELSE 1 END"),
    Identity(column: "email", expression: "p.email"),
    Identity(column: "last_name_key", expression: "p.last_name", isName: true),
    Identity(column: "first_name_key", expression: "p.first_name", isName: true),
  ]

  /// Users per statement, because SQLite keeps their sums in memory to join them. PostgreSQL spills to disk, and might
  /// read all facts for each part.
  private static func usersAtOnce(_ dialect: any SQLDialect) -> Int {
    dialect.traits.contains(.prefersCorrelatedSubqueries) ? 16_384 : Int.max
  }

  /// Calls `body` with a row for each affected user, by key: the identity without the name keys, then the numbers, then
  /// the stored columns named in `beside`.
  package static func each(
    _ session: any SQLSession, beside stored: [String] = [], _ body: (any SQLRow) throws -> Void
  ) throws {
    let usersAtOnce = usersAtOnce(session.dialect)
    var last = Int.min
    while true {
      let next: SQLText = "SELECT user_key FROM touched WHERE user_key > \(last) ORDER BY user_key LIMIT \(usersAtOnce)"
      guard let end = try session.first("SELECT max(user_key) FROM (\(sql: next)) AS n", { $0.integer(0) }) ?? nil
      else {
        return
      }
      let users: SQLText = "SELECT user_key FROM touched WHERE user_key > \(last) AND user_key <= \(end)"
      try session.each(select(users, stored), body)
      last = end
    }
  }

  private static func select(_ users: SQLText, _ stored: [String]) -> SQLText {
    let expressions = identities.map(\.expression) + Statistic.stored.flatMap { $0.total?.expressions ?? [] }
    return """
      SELECT \(raw: (expressions + stored.map { "stored.\($0)" }).joined(separator: ", "))
      FROM (\(sql: users)) AS u JOIN users AS p ON p.key = u.user_key \(sql: totals.joinsOfFacts(users: users))
        LEFT JOIN user_standings AS stored ON stored.user_key = u.user_key
      ORDER BY u.user_key
      """
  }

  /// Recomputes the numbers of some users that facts of these kinds contribute to. Every user has a row already.
  package static func update(_ users: [Int], for kinds: [RecordKind], _ session: any SQLSession) throws {
    let sources = Set(kinds.flatMap(FactSource.affected))
    let statistics = Statistic.stored.filter { !sources.isDisjoint(with: $0.total?.sources ?? []) }
    let columns = statistics.flatMap { $0.total?.stored ?? [] }
    let expressions = statistics.flatMap { $0.total?.expressions ?? [] }
    let those: SQLText = "SELECT user_key FROM user_standings WHERE user_key \(anyOf: users)"
    let rows = try session.all(
      """
      SELECT u.user_key, \(raw: expressions.joined(separator: ", "))
      FROM (\(sql: those)) AS u \(sql: Totals(statistics, .standing).joinsOfFacts(users: those))
      """
    ) { row in (user: row.integer(at: 0), numbers: columns.indices.map { row.integer($0 + 1) }) }
    for row in rows {
      let changes = zip(columns, row.numbers).map { "\(raw: $0) = \($1)" as SQLText }.joined(separator: ", ")
      try session.run("UPDATE user_standings SET \(sql: changes) WHERE user_key = \(row.user)")
    }
  }

  /// Appends the row in its stored form.
  package static func pack(_ row: any SQLRow, into rows: inout PackedRows) {
    rows.beginRow()
    for (column, identity) in identities.enumerated() {
      if identity.isName { rows.append(sortKey(row.text(at: column))) } else { rows.append(row.value(column)) }
    }
    for number in numbers.indices { rows.append(row.integer(identities.count + number)) }
  }

  private static let rowsAtOnce = 1_024

  /// Existing rows are updated, not replaced: of an unchanged name, the trigrams are not written again.
  package static func refresh(_ session: any SQLSession) throws {
    let key = try session.hasRows(table) ? ["user_key"] : []
    let insertion = try session.insertion(into: table, columns: identity + numbers, replacing: key)
    var rows = PackedRows()
    try each(session) { row in
      pack(row, into: &rows)
      if rows.count == rowsAtOnce {
        try insertion.run(rows)
        rows.removeAll()
      }
    }
    try insertion.run(rows)
    try insertion.finish()
  }
}
