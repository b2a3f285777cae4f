import DatabaseAccess
import Records

extension Staging {
  /// Stores lists and custom values again with one row per value, for joins.
  func link() throws {
    for list in table.lists {
      let owners = "SELECT t.key FROM \(table.name) AS t JOIN resolved AS r ON \(table.sameRecord)"
      try session.run(SQLText(raw: "DELETE FROM \(list.table) WHERE owner_key IN (\(owners))"))
      try session.run(
        SQLText(
          raw: """
            INSERT INTO \(list.table) (owner_key, member_key) SELECT t.key, m.key
            FROM resolved AS r JOIN \(table.name) AS t ON \(table.sameRecord)
            JOIN \(session.dialect.elements(ofArray: "r.\(list.field)")) AS e ON true JOIN \(list.target) AS m ON m.id = e.value
            """))
    }
    if kind.takesCustomFields { try linkCustomValues() }
  }

  private func linkCustomValues() throws {
    try session.run(
      "DELETE FROM custom_values WHERE user_key IN (SELECT t.key FROM users AS t JOIN resolved AS r ON r.id = t.id)")
    try session.run(
      SQLText(
        raw: """
          INSERT INTO custom_values (user_key, custom_field_key, value) SELECT t.key, f.key, e.value
          FROM resolved AS r JOIN users AS t ON t.id = r.id
          JOIN \(session.dialect.members(ofObject: "r.custom")) AS e ON true JOIN custom_fields AS f ON f.id = e.key
          ORDER BY t.key, f.key
          """))
  }
}
