package import Calendar
package import DatabaseAccess

/// A list of what needs attention now: rows about users of a population, most urgent first; ties by last name, first
/// name and id of the user, then by the row's own id.
package struct AttentionList: Sendable {
  package let kind: AttentionKind
  private let population: Population
  private let filter: RowFilter

  package init(_ kind: AttentionKind, of population: Population, at moment: Moment) {
    self.kind = kind
    self.population = population
    filter = RowFilter(of: population, Selection(at: moment))
  }

  /// Rows per page.
  package static let pageSize = 50

  package struct Row: Sendable {
    package let person: Person
    /// In the order of the kind's columns.
    package let cells: [Cell]

    /// The value in a column.
    package func cell(_ key: String, of kind: AttentionKind) -> Cell? {
      kind.columns.firstIndex { $0.key == key }.map { cells[$0] }
    }
  }

  package struct Page: Sendable {
    package let rows: [Row]
    package let next: AttentionCursor?
  }

  /// - Parameters:
  ///   - place: the row after which the page begins; nil: the first row.
  ///   - skipped: the number of rows before it that are not read.
  package func page(
    after place: AttentionCursor? = nil, skipping skipped: Int = 0, limit: Int = AttentionList.pageSize,
    _ session: any SQLSession
  ) throws -> Page {
    let values = ([Person.columns] + order + kind.columns.flatMap(\.expressions)).joined(separator: ", ")
    let found = try session.all(
      """
      SELECT \(raw: values) \(sql: from) AND \(sql: place.map(behind) ?? "true")
      ORDER BY \(raw: order.joined(separator: ", ")) LIMIT \(limit + 1) OFFSET \(skipped)
      """
    ) { row in
      (
        Row(person: Person(row, from: 0), cells: kind.columns.cells(row, from: Self.width + order.count)),
        place: AttentionCursor(kind, row, from: Self.width)
      )
    }
    return Page(
      rows: found.prefix(limit).map(\.0), next: found.count > limit ? found[limit - 1].place : nil)
  }

  /// The number of rows, and of the users that they are about.
  package func count(_ session: any SQLSession) throws -> (rows: Int, users: Int) {
    let counts = try session.first(
      """
      SELECT coalesce(CAST(sum(c.number) AS bigint), 0), count(*) FROM (
        SELECT f.user_key, count(*) AS number FROM \(sql: kind.table.rows(filter)) AS f
        JOIN user_standings AS u ON u.user_key = f.user_key WHERE \(sql: population.condition) GROUP BY f.user_key) AS c
      """
    ) { (rows: $0.integer(at: 0), users: $0.integer(at: 1)) }
    return counts ?? (0, 0)
  }

  /// The statement of all rows, in order: the user's key, `Roster.people`, then the columns.
  package var select: SQLText {
    let values = (Roster.people + kind.columns).flatMap(\.expressions).joined(separator: ", ")
    return "SELECT u.user_key, \(raw: values) \(sql: from) ORDER BY \(raw: order.joined(separator: ", "))"
  }

  /// The number of `Person.columns`.
  private static let width = 6

  /// FROM and WHERE. Cross joins make the engine start with the rows, which are few, instead of with all users.
  private var from: SQLText {
    """
    FROM \(sql: kind.table.rows(filter)) AS f\(sql: kind.table.joins)
    CROSS JOIN user_standings AS u CROSS JOIN users AS p
    WHERE u.user_key = f.user_key AND p.key = f.user_key AND \(sql: population.condition)
    """
  }

  private var order: [String] {
    [kind.table.first ?? "", "u.last_name_key", "u.first_name_key", "u.id", kind.table.row.id]
  }

  private func behind(_ place: AttentionCursor) -> SQLText {
    """
    (\(raw: order.joined(separator: ", ")))
      > (\(place.urgency), \(place.lastName), \(place.firstName), \(place.user), \(place.row))
    """
  }
}
