import Records
package import Support

/// A filter (RFC 7644, 3.4.2.2) of resources, or of an attribute's values.
package indirect enum SCIMFilter: Sendable {
  case all([SCIMFilter])
  case any([SCIMFilter])
  case not(SCIMFilter)
  case compare(SCIMName, Comparison, JSONValue)
  case present(SCIMName)
  /// `emails[type eq "work"]`: one of the attribute's values matches the filter.
  case within(SCIMName, SCIMFilter)

  package enum Comparison: String, Sendable {
    case eq, ne, co, sw, ew, gt, ge, lt, le
  }

  /// - Throws: `SCIMFault.invalidFilter` with the position of the syntax error.
  init(_ text: String) throws {
    var reader = SCIMFilterReader(text)
    self = try reader.filter()
    try reader.expectEnd()
  }
}

/// Parses a filter from left to right.
struct SCIMFilterReader {
  /// More than any directory sends; the database would reject deeper nesting with a less clear error.
  private static let comparisonLimit = 60
  private static let depthLimit = 20

  /// Scalars, because a combining mark would otherwise hide a quotation mark or a bracket.
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var comparisons = 0
  private var depth = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// `or` has the lowest precedence, then `and`, then `not`.
  mutating func filter() throws -> SCIMFilter {
    depth += 1
    guard depth <= Self.depthLimit else { throw SCIMFault(.invalidFilter, "The filter is nested too deeply.") }
    defer { depth -= 1 }
    var alternatives = [try conjunction()]
    while takeWord("or") { alternatives.append(try conjunction()) }
    return alternatives.count == 1 ? alternatives[0] : .any(alternatives)
  }

  mutating func expectEnd() throws {
    skipSpaces()
    if position < scalars.count { throw fault("is unexpected") }
  }

  private mutating func conjunction() throws -> SCIMFilter {
    var parts = [try factor()]
    while takeWord("and") { parts.append(try factor()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func factor() throws -> SCIMFilter {
    let start = position
    if takeWord("not") {
      if consume("(") { return .not(try closed(")")) }
      position = start
    }
    return consume("(") ? try closed(")") : try comparison()
  }

  private mutating func closed(_ bracket: Unicode.Scalar) throws -> SCIMFilter {
    let filter = try filter()
    guard consume(bracket) else { throw fault("is unexpected: \(bracket) is missing") }
    return filter
  }

  private mutating func comparison() throws -> SCIMFilter {
    comparisons += 1
    guard comparisons <= Self.comparisonLimit else {
      throw SCIMFault(.tooMany, "The filter has more than \(Self.comparisonLimit) comparisons.")
    }
    let name = try SCIMName(word(), .invalidFilter)
    if consume("[") { return try within(name, try closed("]")) }
    return try comparison(of: name)
  }

  /// Directories also write `emails[type eq "work"].value eq "a@x.org"`: compares the value that matches the brackets.
  private mutating func within(_ name: SCIMName, _ filter: SCIMFilter) throws -> SCIMFilter {
    guard position < scalars.count, scalars[position] == "." else { return .within(name, filter) }
    position += 1
    let part = try SCIMName(word(), .invalidFilter)
    return .within(name, .all([filter, try comparison(of: part)]))
  }

  private mutating func comparison(of name: SCIMName) throws -> SCIMFilter {
    let operation = word().asciiLowercased
    if operation == "pr" { return .present(name) }
    guard let comparison = SCIMFilter.Comparison(rawValue: operation) else {
      throw SCIMFault(
        .invalidFilter, "\"\(operation.prefix(20))\" is not one of eq, ne, co, sw, ew, pr, gt, ge, lt, le.")
    }
    return .compare(name, comparison, try literal())
  }

  /// A value in JSON syntax.
  private mutating func literal() throws -> JSONValue {
    skipSpaces()
    let start = position
    if position < scalars.count, scalars[position] == "\"" {
      position += 1
      while position < scalars.count, scalars[position] != "\"" {
        position += scalars[position] == "\\" ? 2 : 1
      }
      position = min(position + 1, scalars.count)
    } else {
      _ = word()
    }
    let text = Self.text(scalars[start..<position])
    let known = ["true", "false", "null"].contains(text.asciiLowercased) ? text.asciiLowercased : text
    guard let value = JSONValue(parsing: Array(known.utf8)), value.members == nil, value.items == nil,
      value.string?.utf8.contains(0) != true
    else {
      position = start
      throw fault("is not a value; use a quoted string, a number, true, false or null")
    }
    return value
  }

  /// Consumes the next word if it is the wanted one.
  private mutating func takeWord(_ wanted: String) -> Bool {
    let start = position
    if word().asciiLowercased == wanted { return true }
    position = start
    return false
  }

  private mutating func consume(_ scalar: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < scalars.count, scalars[position] == scalar else { return false }
    position += 1
    return true
  }

  private mutating func word() -> String {
    skipSpaces()
    let start = position
    while position < scalars.count, !Self.ends.contains(scalars[position]) { position += 1 }
    return Self.text(scalars[start..<position])
  }

  private static let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n"]
  private static let ends: Set<Unicode.Scalar> = [" ", "\t", "\r", "\n", "(", ")", "[", "]", "\""]

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private mutating func skipSpaces() {
    while position < scalars.count, Self.blanks.contains(scalars[position]) { position += 1 }
  }

  private func fault(_ reason: String) -> SCIMFault {
    let rest = Self.text(scalars[min(position, scalars.count)...].prefix(40))
    return SCIMFault(.invalidFilter, "The filter has a syntax error: \"\(rest)\" \(reason).")
  }
}
