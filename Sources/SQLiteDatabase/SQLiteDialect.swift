import DatabaseAccess

struct SQLiteDialect: SQLDialect {
  let name = "sqlite"
  let words = SQLTableWords(
    integer: "INTEGER", generatedKey: "INTEGER PRIMARY KEY", clusteredTable: "STRICT, WITHOUT ROWID",
    plainTable: "STRICT")
  let traits: SQLTraits = [.hasOneWriter, .allowsNUL, .prefersCorrelatedSubqueries, .hasTrigramTable]

  func elements(ofArray expression: String) -> String { "json_each(\(expression))" }
  func list(of expression: String) -> String { "group_concat(\(expression))" }
  func members(ofObject expression: String) -> String { "json_each(\(expression))" }
  func count(ofTables name: String) -> SQLText {
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = \(name)"
  }
  func resetKeys(of table: String) -> SQLText? { nil }
  func placeholder(_ number: Int) -> String { "?" }
  func anyOf(_ list: SQLList, _ placeholder: String) -> (sql: String, value: SQLValue) {
    ("IN (SELECT value FROM json_each(\(placeholder)))", .text(list.json))
  }
}
