import DatabaseAccess

struct SQLiteDialect: SQLDialect {
  let name = "sqlite"
  let integerType = "INTEGER"
  let generatedKey = "INTEGER PRIMARY KEY"
  let clusteredTable = "STRICT, WITHOUT ROWID"
  let plainTable = "STRICT"

  let prefersCorrelatedSubqueries = true
  let allowsNUL = true
  let supportsSharding = false
  let hasOneWriter = true

  func elements(ofArray expression: String) -> String { "json_each(\(expression))" }
  func members(ofObject expression: String) -> String { "json_each(\(expression))" }
  func count(ofTables name: String) -> SQLText {
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = \(name)"
  }
  func goOn(afterKeysOf table: String) -> SQLText? { nil }
  func placeholder(_ number: Int) -> String { "?" }
  func anyOf(_ list: SQLList, _ placeholder: String) -> (sql: String, value: SQLValue) {
    ("IN (SELECT value FROM json_each(\(placeholder)))", .text(list.json))
  }
}
