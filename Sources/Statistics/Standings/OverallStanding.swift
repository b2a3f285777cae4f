package import DatabaseAccess
import Records

/// The overall standing of the affected users: `user_standings`, computed with the catalogue's own expressions.
package enum OverallStanding {
  package static let table = "user_standings"
  private static let totals = Totals(Statistic.stored)
  package static let identity = ["user_key", "id", "deleted", "email", "last_name_key", "first_name_key"]
  package static let numbers = Statistic.stored.flatMap { $0.total?.stored ?? [] }

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
    let expressions = Statistic.stored.flatMap { $0.total?.expressions ?? [] }.joined(separator: ", ")
    return """
      SELECT u.user_key, p.id, p.deleted_at, p.email, p.last_name, p.first_name,
        \(raw: ([expressions] + stored.map { "stored.\($0)" }).joined(separator: ", "))
      FROM (\(sql: users)) AS u JOIN users AS p ON p.key = u.user_key \(sql: totals.joinsOfFacts(users: users))
        LEFT JOIN user_standings AS stored ON stored.user_key = u.user_key
      ORDER BY u.user_key
      """
  }

  /// Appends the row in its stored form.
  package static func pack(_ row: any SQLRow, into rows: inout PackedRows) {
    rows.beginRow()
    for column in 0..<2 { rows.append(row.value(column)) }
    rows.append(row.integer(2) == nil ? 0 : 1)
    rows.append(row.value(3))
    for name in 4..<6 { rows.append(sortKey(row.text(at: name))) }
    for number in numbers.indices { rows.append(row.integer(6 + number)) }
  }

  private static let rowsAtOnce = 1_024

  package static func refresh(_ session: any SQLSession) throws {
    try session.run("DELETE FROM user_standings WHERE user_key IN (SELECT user_key FROM touched)")
    let insertion = try session.insertion(into: table, columns: identity + numbers)
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
