package import DatabaseAccess

/// The rows of a table of many users, in one statement.
package struct UserRows: Sendable {
  /// Items of FROM; the first has the alias `f` and a column `user_key`.
  let source: SQLText
  /// A condition on `f` and the tables joined to it.
  package var condition: SQLText
  package let columns: [Column]
  /// The order of one user's rows, as in the section.
  let order: String
  package let population: Population

  /// - Parameter selection: which facts count; its sessions, in a table of sessions, also narrow the rows.
  package init(_ table: Table, of population: Population, _ selection: Selection) {
    let filter = RowFilter(of: population, selection)
    source = "\(sql: table.rows(filter)) AS f\(sql: table.joins)"
    condition = table.condition(filter)
    columns = table.columns.filter { $0.heading != nil }
    order = table.order
    self.population = population
  }

  /// The expressions of all columns, in order.
  package var values: [String] { columns.flatMap(\.expressions) }

  /// FROM and WHERE: `u` is the user's row in `user_standings`, `p` in `users`. Cross joins make the engine iterate
  /// over users in the order of their names.
  package var from: SQLText {
    """
    FROM user_standings AS u CROSS JOIN users AS p CROSS JOIN \(sql: source)
    WHERE p.key = u.user_key AND f.user_key = u.user_key AND \(sql: population.condition) AND \(sql: condition)
    """
  }

  /// Last name, first name, id; then the order of the section.
  package var ordering: SQLText { "u.last_name_key, u.first_name_key, u.id, \(raw: order)" }
}
