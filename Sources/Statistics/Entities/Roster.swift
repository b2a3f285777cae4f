import Calendar
package import DatabaseAccess

/// The users of an entity who are visible to the viewer and not deleted, each with their standing in it.
package struct Roster: Sendable {
  /// An item of FROM with alias `f`: one row per user, with `user_key` and what the columns read.
  let source: SQLText
  /// A condition on `f`.
  package var condition: SQLText = "true"
  package let columns: [Column]
  package var population: Population

  /// Fields of the person before the columns; the roster can also be sorted by them.
  package static let people: [Column] = [.firstName, .lastName, .email]

  /// The statement of all rows: the user's key, first name, last name, email, then the columns' expressions; by last
  /// name, first name, id.
  package var select: SQLText { statement(beside: "u.user_key", order: Self.ties) }

  private func statement(beside first: String, order: String) -> SQLText {
    let values = (Self.people + columns).flatMap(\.expressions).joined(separator: ", ")
    return """
      SELECT \(raw: first), \(raw: values)
      \(sql: from(" JOIN users AS p ON p.key = u.user_key")) ORDER BY \(raw: order)
      """
  }

  /// FROM and WHERE: the users and the tables joined to them. A cross join makes the engine start with the entity's
  /// users instead of all users who are not deleted.
  func from(_ joins: SQLText = "") -> SQLText {
    """
    FROM \(sql: source) CROSS JOIN user_standings AS u\(sql: joins)
    WHERE u.user_key = f.user_key AND \(sql: population.condition) AND \(sql: condition)
    """
  }

  private static let ties = "u.last_name_key, u.first_name_key, u.id"
}

extension Roster {
  /// The users of a session, course or tag, with the statistics of their rows of a table.
  init(_ table: Table, of entity: Int, _ population: Population, at moment: Moment) {
    let filter = RowFilter(about: entity, in: population.scope, at: moment)
    self.init(
      source: "\(sql: table.rows(filter)) AS f", condition: table.condition(filter),
      columns: table.columns.filter { $0.statistic != nil }, population: population)
  }

  package struct Row: Sendable {
    package let key: Int
    package let id: String
    package let firstName: String
    package let lastName: String
    package let email: String
    package let cells: [Cell]
  }

  /// Rows per page.
  package static let pageSize = 50

  /// The rows of a page (from 1), sorted by a column or a field of the person: missing values last in both directions,
  /// ties by last name, first name, id.
  package func page(
    _ number: Int, size: Int = Roster.pageSize, sort: String, descending: Bool, _ session: any SQLSession
  ) throws -> [Row] {
    let direction = descending ? " DESC" : ""
    let order = value(of: sort).map { "CASE WHEN \($0) IS NULL THEN 1 ELSE 0 END, \($0)\(direction), " } ?? ""
    let sql: SQLText = """
      \(sql: statement(beside: "u.user_key, u.id", order: order + Self.ties))
      LIMIT \(size) OFFSET \((number - 1) * size)
      """
    return try session.all(sql) { row in
      Row(
        key: row.integer(at: 0), id: row.text(at: 1), firstName: row.text(at: 2), lastName: row.text(at: 3),
        email: row.text(at: 4), cells: columns.cells(row, from: 5))
    }
  }

  /// The users after a place, by last name, first name, id, and the place after which the next page begins.
  package func page(
    after place: UserCursor?, limit: Int, _ session: any SQLSession
  ) throws -> (rows: [Row], next: UserCursor?) {
    var rest = self
    if let place {
      rest.condition = """
        \(sql: condition) AND (u.last_name_key, u.first_name_key, u.id)
          > (\(place.lastName), \(place.firstName), \(place.id))
        """
    }
    let rows = try rest.page(1, size: limit + 1, sort: Column.lastName.key, descending: false, session)
    guard rows.count > limit else { return (rows, nil) }
    let next = try session.first(
      "SELECT last_name_key, first_name_key, id FROM user_standings WHERE user_key = \(rows[limit - 1].key)"
    ) { row in
      UserCursor(
        sort: Column.lastName.key, descending: false, value: row.value(0), lastName: row.text(at: 0),
        firstName: row.text(at: 1), id: row.text(at: 2))
    }
    return (Array(rows.prefix(limit)), next)
  }

  package func count(_ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) \(sql: from())")
  }

  /// The sort expression; nil for the order of ties.
  private func value(of key: String) -> String? {
    key == Column.lastName.key ? nil : (Self.people + columns).first { $0.key == key }?.order
  }
}
