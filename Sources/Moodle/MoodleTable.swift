import DatabaseAccess

/// A table of Moodle, with the columns that are read. Source: moodle.md §2.
package struct MoodleTable: Sendable {
  /// Without the prefix.
  package let name: String
  package let columns: [Column]
  /// Columns that `condition` reads in addition; a source without them has rows for which they are true.
  let conditionColumns: [Column]
  /// Whether a site may lack the table: another version, or a plug-in that was never installed.
  package let isOptional: Bool
  /// SQL that selects the rows to read, with `{table}` for the tables; nil: all rows.
  package let condition: String?

  package struct Column: Sendable {
    enum Content { case integer, decimal, text }
    package let name: String
    let content: Content
    package let isOptional: Bool
  }

  /// - Parameters:
  ///   - columns: names separated by blanks, then `'` for text, `#` for a decimal number, and `?` if a site may lack
  ///     the column.
  ///   - tested: columns of the condition only.
  init(
    _ name: String, _ columns: String, isOptional: Bool = false, testing tested: String = "",
    where condition: String? = nil
  ) {
    self.name = name
    self.columns = columns.split(separator: " ").map { Column($0) }
    self.isOptional = isOptional
    self.condition = condition
    conditionColumns = tested.split(separator: " ").map { Column($0) }
  }

  /// Whether it is the log, by far the largest table, which databases read in slices of time.
  var isLog: Bool { name == "logstore_standard_log" }

  /// A SELECT of these columns of the rows to read.
  /// - Parameters:
  ///   - prefix: of the site's tables.
  ///   - further: another condition.
  func query(_ columns: [String], prefix: String, and further: String? = nil) -> String {
    let condition = condition?.replacing(#/\{(\w+)\}/#, with: { prefix + $0.1 })
    let conditions = [condition, further].compactMap { $0.map { "(\($0))" } }
    return "SELECT \(columns.joined(separator: ", ")) FROM \(prefix)\(name)"
      + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND "))
  }

  static func optional(_ name: String, _ columns: String, where condition: String? = nil) -> MoodleTable {
    MoodleTable(name, columns, isOptional: true, where: condition)
  }
}

extension MoodleTable.Column {
  fileprivate init(_ text: Substring) {
    name = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    content = text.contains("'") ? .text : text.contains("#") ? .decimal : .integer
    isOptional = text.hasSuffix("?")
  }

  var type: String { content == .integer ? "integer" : "text" }

  /// Checks the text of a value as a source has it.
  /// - Throws: `MoodleError.Reason`, which completes the sentence "the value …".
  func value(_ bytes: ArraySlice<UInt8>) throws(MoodleError.Reason) -> SQLValue {
    if content == .integer {
      if let integer = Self.integer(bytes) { return .integer(integer) }
      throw MoodleError.Reason(words: "is not a whole number")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw MoodleError.Reason(words: "is not UTF-8") }
    if content == .decimal, ExactDecimal(text) == nil { throw MoodleError.Reason(words: "is not a number") }
    return .text(text)
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes
    guard (1...18).contains(digits.count) else { return nil }
    var result = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      result = result * 10 + Int(digit)
    }
    return isNegative ? -result : result
  }
}
