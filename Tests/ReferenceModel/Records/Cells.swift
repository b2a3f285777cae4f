/// A row of a records file: from the column's name to its cell; empty cells are absent.
typealias Cells = [String: String]

extension Cells {
  func required(_ column: String) -> String {
    guard let value = self[column] else { preconditionFailure("no \(column) in \(self)") }
    return value
  }

  func instant(_ column: String) -> Int? { self[column].map(Instants.seconds) }
  func requiredInstant(_ column: String) -> Int { Instants.seconds(required(column)) }

  func whole(_ column: String) -> Int? {
    self[column].map { text in
      guard let number = Int(text) else { preconditionFailure("not a whole number: \(text)") }
      return number
    }
  }

  /// "Percentages and scores: kept exactly, as hundredths."
  func hundredths(_ column: String) -> Int? { self[column].map(Hundredths.read) }

  /// "Booleans: `true false TRUE FALSE True False 1 0 yes no`."
  func boolean(_ column: String) -> Bool? {
    self[column].map { text in
      if ["true", "TRUE", "True", "1", "yes"].contains(text) { return true }
      precondition(["false", "FALSE", "False", "0", "no"].contains(text), "not a boolean: \(text)")
      return false
    }
  }

  /// "Lists in a CSV cell: separated by `|`."
  func list(_ column: String) -> [String] { self[column]?.split(separator: "|").map(String.init) ?? [] }

  /// "Stored trimmed and lower-cased."
  func email(_ column: String) -> String {
    let scalars = required(column).unicodeScalars
    let trimmed = scalars.drop { $0.properties.isWhitespace }.reversed().drop { $0.properties.isWhitespace }
    return trimmed.reversed().reduce(into: "") { $0.unicodeScalars.append($1) }.lowercased()
  }
}
