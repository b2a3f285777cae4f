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
  static func select(beside stored: [String] = []) -> SQLText {
    let touched: SQLText = "SELECT user_key FROM touched"
    let expressions = Statistic.stored.flatMap { $0.total?.expressions ?? [] }.joined(separator: ", ")
    return """
      SELECT u.user_key, p.id, p.deleted_at, p.email, p.last_name, p.first_name,
        \(raw: ([expressions] + stored.map { "stored.\($0)" }).joined(separator: ", "))
      FROM touched AS u JOIN users AS p ON p.key = u.user_key \(sql: totals.joinsOfFacts(users: touched))
        LEFT JOIN user_standings AS stored ON stored.user_key = u.user_key
      ORDER BY u.user_key
      """
  }

  /// The row as it is kept.
  static func values(_ row: any SQLRow) -> [SQLValue] {
    let person: [SQLValue] = [
      row.value(0), row.value(1), .integer(row.integer(2) == nil ? 0 : 1), row.value(3),
      .text(sortKey(row.text(at: 4))), .text(sortKey(row.text(at: 5))),
    ]
    return person + numbers.indices.map { row.value(6 + $0) }
  }

  static func refresh(_ session: any SQLSession) throws {
    try session.run("DELETE FROM user_standings WHERE user_key IN (SELECT user_key FROM touched)")
    let insertion = try session.insertion(into: table, columns: identity + numbers)
    try session.each(select()) { try insertion.run(values($0)) }
    try insertion.finish()
  }
}
