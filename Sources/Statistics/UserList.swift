package import DatabaseAccess

/// The list of users: a page of rows, sorted by any column, by cursor.
package struct UserList: Sendable {
  package var population: Population
  package var sort: Sort
  package var descending: Bool
  /// Rows a page, 1…500.
  package var limit: Int
  package var after: UserCursor?

  package init(
    _ population: Population, sort: Sort = .lastName, descending: Bool = false, limit: Int = 50,
    after: UserCursor? = nil
  ) {
    self.population = population
    self.sort = sort
    self.descending = descending
    self.limit = limit
    self.after = after
  }

  /// The columns by which it sorts; raw values are the keys of `statistics.md` and of the API.
  package enum Sort: String, Sendable, CaseIterable {
    case firstName = "first_name"
    case lastName = "last_name"
    case email
    case timeSpent = "time_spent"
    case lastActivity = "last_activity"
    case directReports = "direct_reports"

    var column: String {
      switch self {
      case .firstName: "first_name_key"
      case .lastName: "last_name_key"
      default: rawValue
      }
    }

    var isText: Bool { self == .firstName || self == .lastName || self == .email }
  }

  package struct Row: Sendable, Equatable {
    package let key: Int
    package let id: String
    package let firstName: String
    package let lastName: String
    package let email: String
    package let timeSpent: Int
    package let lastActivity: Int?
    package let directReports: Int
  }

  package struct Page: Sendable {
    package var rows: [Row] = []
    package var next: UserCursor?
  }

  /// Reads a page: at most three statements, each of which an index answers in order: the rest of those with the same
  /// value as the last row seen, those beyond it, those without a value.
  package func page(_ session: any SQLSession) throws -> Page {
    var rows: [(row: Row, place: UserCursor)] = []
    for part in parts where rows.count <= limit {
      let sql: SQLText = """
        SELECT u.user_key, u.id, p.first_name, p.last_name, u.email, u.time_spent, u.last_activity, u.direct_reports,
          u.\(raw: sort.column), u.last_name_key, u.first_name_key
        FROM user_standings AS u JOIN users AS p ON p.key = u.user_key
        WHERE \(sql: population.condition) AND \(sql: part)
        ORDER BY \(raw: order)
        LIMIT \(limit + 1 - rows.count)
        """
      rows += try session.all(sql, decode)
    }
    var page = Page(rows: rows.prefix(limit).map(\.row))
    if rows.count > limit { page.next = rows[limit - 1].place }
    return page
  }

  /// Ties by last name, first name and id, ascending whatever the direction. No column stands there twice: an index
  /// answers in order only then.
  private var order: String {
    let ties = ["last_name_key", "first_name_key", "id"].filter { $0 != sort.column }
    return (["\(sort.column)\(descending ? " DESC" : "")"] + ties).map { "u.\($0)" }.joined(separator: ", ")
  }

  /// Conditions that cut the list into parts, in order, from the cursor on.
  private var parts: [SQLText] {
    let column: SQLText = "u.\(raw: sort.column)"
    let names: SQLText = "(u.last_name_key, u.first_name_key, u.id)"
    let valued: SQLText = "\(sql: column) IS NOT NULL"
    let unvalued: [SQLText] = sort == .lastActivity ? ["\(sql: column) IS NULL"] : []
    guard let after else { return [valued] + unvalued }
    let behind: SQLText = "\(sql: names) > (\(after.lastName), \(after.firstName), \(after.id))"
    guard after.value != .null else { return unvalued.map { "\(sql: $0) AND \(sql: behind)" } }
    return [
      "\(sql: column) = \(after.value) AND \(sql: behind)",
      "\(sql: column) \(raw: descending ? "<" : ">") \(after.value)",
    ] + unvalued
  }

  private func decode(_ row: any SQLRow) -> (row: Row, place: UserCursor) {
    let user = Row(
      key: row.integer(at: 0), id: row.text(at: 1), firstName: row.text(at: 2), lastName: row.text(at: 3),
      email: row.text(at: 4), timeSpent: row.integer(at: 5), lastActivity: row.integer(6),
      directReports: row.integer(at: 7))
    let place = UserCursor(
      sort: sort, descending: descending, value: row.value(8), lastName: row.text(at: 9), firstName: row.text(at: 10),
      id: row.text(at: 1))
    return (user, place)
  }

  /// How many users the list has in all.
  package func count(_ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) FROM user_standings AS u WHERE \(sql: population.condition)")
  }
}
