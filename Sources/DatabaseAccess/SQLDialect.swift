/// The differences between the engines' SQL.
package protocol SQLDialect: Sendable {
  /// `postgres` or `sqlite`; selects the migrations that differ.
  var name: String { get }
  /// The words of table definitions.
  var words: SQLTableWords { get }
  var traits: SQLTraits { get }
  /// A set-returning expression whose column `value` has the elements of a JSON array of texts.
  func elements(ofArray expression: String) -> String
  /// A set-returning expression whose columns `key` and `value` have the members of a JSON object of texts.
  func members(ofObject expression: String) -> String
  /// An aggregate: the integers of a group as text, with commas, in any order.
  func list(of expression: String) -> String
  /// The placeholder of the n-th value, counted from 1.
  func placeholder(_ number: Int) -> String
  /// A SELECT that returns 1 if the table exists, otherwise 0.
  func count(ofTables name: String) -> SQLText
  /// Resets a table's key sequence to the highest existing key; nil if the engine needs no reset.
  func resetKeys(of table: String) -> SQLText?
  /// The condition "equals any element of a list", and the single value that is bound for the list.
  func anyOf(_ list: SQLList, _ placeholder: String) -> (sql: String, value: SQLValue)
}

extension SQLDialect {
  /// The statement in the engine's SQL, and its values in order.
  package func render(_ text: SQLText) -> (sql: String, values: [SQLValue]) {
    var sql = ""
    var values: [SQLValue] = []
    append(text, to: &sql, &values)
    return (sql, values)
  }

  private func append(_ text: SQLText, to sql: inout String, _ values: inout [SQLValue]) {
    for part in text.parts {
      switch part {
      case .sql(let piece): sql += piece
      case .value(let value):
        values.append(value)
        sql += placeholder(values.count)
      case .anyOf(let list):
        let (piece, value) = anyOf(list, placeholder(values.count + 1))
        values.append(value)
        sql += piece
      case .anyKeyOf(let select):
        sql += "IN ("
        append(select, to: &sql, &values)
        sql += ")"
      case .eitherWay(let oneByOne, let together):
        append(traits.contains(.prefersCorrelatedSubqueries) ? oneByOne : together, to: &sql, &values)
      }
    }
  }
}
