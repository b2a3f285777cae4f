import DatabaseAccess

/// A user in a list: identity only, no statistics.
package struct Person: Sendable, Equatable {
  package let key: Int
  package let id: String
  package let firstName: String
  package let lastName: String
  package let email: String
  package let isDeleted: Bool

  package var name: String { "\(firstName) \(lastName)" }

  /// The columns that `init(_:from:)` reads, over `u` (`user_standings`) and `p` (`users`).
  static let columns = "u.user_key, u.id, p.first_name, p.last_name, u.email, u.deleted"

  /// The same over `p` (`users`) only.
  static let columnsOfUser =
    "p.key, p.id, p.first_name, p.last_name, p.email, CASE WHEN p.deleted_at IS NULL THEN 0 ELSE 1 END"

  init(_ row: any SQLRow, from column: Int) {
    key = row.integer(at: column)
    id = row.text(at: column + 1)
    firstName = row.text(at: column + 2)
    lastName = row.text(at: column + 3)
    email = row.text(at: column + 4)
    isDeleted = row.flag(column + 5)
  }
}
