/// The few spellings in which the engines differ.
package protocol SQLDialect: Sendable {
  /// `postgres` or `sqlite`: picks the migrations that differ.
  var name: String { get }
  /// The type of whole numbers.
  var integerType: String { get }
  /// An integer key that the engine gives out, as the definition of a column.
  var generatedKey: String { get }
  /// What follows the column list of a table whose rows are kept in the order of its primary key.
  var clusteredTable: String { get }
  /// What follows the column list of any other table.
  var plainTable: String { get }
  /// What follows a text column that is compared by code point.
  var byCodePoint: String { get }
  /// A set-returning expression whose column `value` runs through a JSON array of texts.
  func elements(ofArray expression: String) -> String
  /// A set-returning expression whose columns `key` and `value` run through a JSON object of texts.
  func members(ofObject expression: String) -> String
  /// The place of the n-th value, counted from 1.
  func placeholder(_ number: Int) -> String
  /// A SELECT that counts the tables of that name: 1 or 0.
  func count(ofTables name: String) -> SQLText
  /// Whether all writes, however small, wait for one that is at work.
  var hasOneWriter: Bool { get }
  /// Whether a text may hold a NUL character.
  var keepsNUL: Bool { get }
  /// Whether a store's tables may lie on several nodes (`Placement`).
  var maySpread: Bool { get }
  /// Has the keys that the engine gives out for a table go on after those that are there; nil where it looks for itself.
  func goOn(afterKeysOf table: String) -> SQLText?
  /// Whether a subquery is asked for each row by itself (`SQLText`'s `oneByOne`), rather than for all of them together.
  var asksOneByOne: Bool { get }
  /// `= any of a list that is bound as one value`, and the way to bind it.
  func anyOf(_ list: SQLList, _ placeholder: String) -> (sql: String, value: SQLValue)
}

extension SQLDialect {
  /// The statement as the engine takes it, and its values in order.
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
      case .eitherWay(let oneByOne, let together): append(asksOneByOne ? oneByOne : together, to: &sql, &values)
      }
    }
  }
}
