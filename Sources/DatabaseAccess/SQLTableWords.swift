/// An engine's words in table definitions; migrations name them in braces.
package struct SQLTableWords: Sendable {
  /// `{int}`: the type of whole numbers.
  package let integer: String
  /// `{key}`: the column definition of a generated integer key.
  let generatedKey: String
  /// `{clustered}`: the suffix of a table whose rows are stored in primary-key order.
  let clusteredTable: String
  /// `{plain}`: the suffix of any other table.
  let plainTable: String

  package init(integer: String, generatedKey: String, clusteredTable: String, plainTable: String) {
    self.integer = integer
    self.generatedKey = generatedKey
    self.clusteredTable = clusteredTable
    self.plainTable = plainTable
  }

  /// The statement with the engine's words.
  func replace(in statement: String) -> String {
    [("{int}", integer), ("{key}", generatedKey), ("{clustered}", clusteredTable), ("{plain}", plainTable)]
      .reduce(statement) { $0.replacing($1.0, with: $1.1) }
  }
}
