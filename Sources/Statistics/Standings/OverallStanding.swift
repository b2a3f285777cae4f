import DatabaseAccess
import Records

/// The overall standing of the touched users: `user_standings`, summed up by the catalogue's own expressions.
enum OverallStanding {
  static let table = "user_standings"
  private static let totals = Totals(Statistic.stored)
  static let identity = ["user_key", "id", "deleted", "email", "last_name_key", "first_name_key"]
  static let numbers = Statistic.stored.flatMap { $0.total?.stored ?? [] }

  /// A SELECT of the identity without the name keys, then the numbers, of the touched users; `beside` adds columns of
  /// what is stored.
  static func select(_ session: any SQLSession, beside stored: [String] = []) throws -> SQLText {
    // Where everybody is touched, no fact need be looked up among them.
    let isEverybody = try session.number("SELECT count(*) FROM touched") == session.number("SELECT count(*) FROM users")
    let touched: SQLText? = isEverybody ? nil : "SELECT user_key FROM touched"
    let expressions = Statistic.stored.flatMap { $0.total?.expressions ?? [] }.joined(separator: ", ")
    return """
      SELECT u.user_key, p.id, p.deleted_at, p.email, p.last_name, p.first_name,
        \(raw: ([expressions] + stored.map { "stored.\($0)" }).joined(separator: ", "))
      FROM touched AS u JOIN users AS p ON p.key = u.user_key \(sql: totals.joinsOfFacts(users: touched))
        LEFT JOIN user_standings AS stored ON stored.user_key = u.user_key
      ORDER BY u.user_key
      """
  }

  /// Appends the row as it is kept.
  static func pack(_ row: any SQLRow, into rows: inout PackedRows) {
    rows.beginRow()
    for column in 0..<2 { rows.append(row.value(column)) }
    rows.append(row.integer(2) == nil ? 0 : 1)
    rows.append(row.value(3))
    for name in 4..<6 { rows.append(sortKey(row.text(at: name))) }
    for number in numbers.indices { rows.append(row.integer(6 + number)) }
  }

  private static let rowsAtOnce = 1_024

  static func refresh(_ session: any SQLSession) throws {
    try session.run("DELETE FROM user_standings WHERE user_key IN (SELECT user_key FROM touched)")
    let insertion = try session.insertion(into: table, columns: identity + numbers)
    var rows = PackedRows()
    try session.each(select(session)) { row in
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
