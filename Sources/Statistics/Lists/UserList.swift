package import Calendar
package import DatabaseAccess

/// A list of users: a page of rows, sorted by any column, by cursor.
package struct UserList: Sendable {
  package let kind: Kind
  package var population: Population
  let moment: Moment
  package var sort: Column
  package var descending: Bool
  /// Rows per page, 1…500.
  package var limit: Int
  package var after: UserCursor?

  /// - Parameter sort: one of the kind's columns.
  package init(
    _ kind: Kind = .users, _ population: Population, at moment: Moment, sort: Column = .lastName,
    descending: Bool = false, limit: Int = 50, after: UserCursor? = nil
  ) {
    self.kind = kind
    self.population = population
    self.moment = moment
    self.sort = sort
    self.descending = descending
    self.limit = limit
    self.after = after
  }

  /// A user, and the cells of the columns other than name and email.
  package struct Row: Sendable, Equatable {
    package let person: Person
    package let cells: [Cell]
  }

  package struct Page: Sendable {
    package var rows: [Row] = []
    package var next: UserCursor?
  }

  /// Reads a page: first its users, then their cells.
  package func page(_ session: any SQLSession) throws -> Page {
    var found: [(person: Person, place: UserCursor)] = []
    for part in parts where found.count <= limit {
      found += try session.all(statement(part, limit: limit + 1 - found.count), decode)
    }
    let people = found.prefix(limit).map(\.person)
    let cells = try cells(of: people.map(\.key), session)
    var page = Page(rows: people.map { Row(person: $0, cells: cells[$0.key] ?? []) })
    if found.count > limit { page.next = found[limit - 1].place }
    return page
  }

  /// The number of users in a list.
  package enum Count: Sendable, Equatable {
    case exactly(Int)
    /// Counting more would read all users.
    case moreThan(Int)
  }

  /// The total number of users in the list.
  /// - Parameter limit: of a search that an index cannot narrow, more users than this are not counted.
  package func count(_ session: any SQLSession, upTo limit: Int = 1_000) throws -> Count {
    guard case .many(let some, _)? = population.candidates else { return .exactly(try population.count(session)) }
    var part = population
    part.candidates = .among(some)
    if try part.count(upTo: limit + 1, session) > limit { return .moreThan(limit) }
    let count = try population.count(upTo: limit + 1, session)
    return count > limit ? .moreThan(limit) : .exactly(count)
  }

  /// The cells of some users, in one statement.
  private func cells(of keys: [Int], _ session: any SQLSession) throws -> [Int: [Cell]] {
    if keys.isEmpty { return [:] }
    let columns = kind.own
    let rows = try session.all(
      """
      SELECT u.user_key, \(raw: columns.flatMap(\.expressions).joined(separator: ", "))
      FROM user_standings AS u JOIN users AS p ON p.key = u.user_key
      \(sql: joins(columns, users: "SELECT key AS user_key FROM users WHERE key \(anyOf: keys)"))
      WHERE u.user_key \(anyOf: keys)
      """
    ) { ($0.integer(at: 0), columns.cells($0, from: 1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}

// The order: missing values last in both directions, ties by last name, first name and id.

extension UserList {
  private func statement(_ part: SQLText, limit: Int) -> SQLText {
    """
    SELECT \(raw: Person.columns), \(raw: sort.order), u.last_name_key,
      u.first_name_key
    FROM user_standings AS u JOIN users AS p ON p.key = u.user_key
    \(sql: joins([sort], users: population.keys))
    WHERE \(sql: population.condition) AND \(sql: part)
    ORDER BY \(raw: order)
    LIMIT \(limit)
    """
  }

  /// Ties are ascending in both directions. No column appears twice: otherwise no index can provide the order.
  private var order: String {
    let gapsLast = sort.isIndexed || !sort.isNullable ? [] : ["CASE WHEN \(sort.order) IS NULL THEN 1 ELSE 0 END"]
    let ties = ["u.last_name_key", "u.first_name_key", "u.id"].filter { $0 != sort.order }
    return (gapsLast + ["\(sort.order)\(descending ? " DESC" : "")"] + ties).joined(separator: ", ")
  }

  /// Conditions that split the rest of the list into parts, in order: rows with the value of the last row seen, rows
  /// beyond it, rows without a value. If an index provides the order, each part is its own statement that reads only
  /// the rows it returns; otherwise all users are read anyway, in one statement.
  private var parts: [SQLText] {
    sort.isIndexed ? places : [places.map { "(\(sql: $0))" }.joined(separator: " OR ")].map { "(\(sql: $0))" }
  }

  private var places: [SQLText] {
    let value = SQLText(raw: sort.order)
    let unvalued: [SQLText] = sort.isNullable ? ["\(sql: value) IS NULL"] : []
    guard let after else { return ["\(sql: value) IS NOT NULL"] + unvalued }
    let names: SQLText = "(u.last_name_key, u.first_name_key, u.id)"
    let behind: SQLText = "\(sql: names) > (\(after.lastName), \(after.firstName), \(after.id))"
    guard after.value != .null else { return unvalued.map { "\(sql: $0) AND \(sql: behind)" } }
    return [
      "\(sql: value) = \(after.value) AND \(sql: behind)",
      "\(sql: value) \(raw: descending ? "<" : ">") \(after.value)",
    ] + unvalued
  }

  private func decode(_ row: any SQLRow) -> (person: Person, place: UserCursor) {
    let person = Person(row, from: 0)
    let place = UserCursor(
      sort: sort.key, descending: descending, value: row.value(6), lastName: row.text(at: 7),
      firstName: row.text(at: 8), id: person.id)
    return (person, place)
  }
}
