import Support

/// SQL with its values. Interpolated values are bound, never pasted, so that user input cannot become SQL.
///
/// `\(value)` binds, `\(sql: text)` splices another `SQLText`, `\(raw: name)` pastes SQL or a name that the code itself
/// chose, never input.
package struct SQLText: Sendable, ExpressibleByStringInterpolation {
  package enum Part: Sendable {
    case sql(String)
    case value(SQLValue)
    case anyOf(SQLList)
    indirect case anyKeyOf(SQLText)
    indirect case eitherWay(oneByOne: SQLText, together: SQLText)
  }

  package internal(set) var parts: [Part] = []

  package init(stringLiteral text: String) { parts = [.sql(text)] }
  package init(raw text: String) { parts = [.sql(text)] }
  package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  /// The variant for engines that prefer set-based queries.
  package var together: SQLText {
    var result: SQLText = ""
    for part in parts {
      if case .eitherWay(_, let together) = part {
        result.parts += together.together.parts
      } else {
        result.parts.append(part)
      }
    }
    return result
  }

  package static func + (a: SQLText, b: SQLText) -> SQLText {
    var result = a
    result.parts += b.parts
    return result
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}
    package mutating func appendLiteral(_ literal: String) { parts.append(.sql(literal)) }
    package mutating func appendInterpolation(_ value: Int) { parts.append(.value(.integer(value))) }
    package mutating func appendInterpolation(_ value: String) { parts.append(.value(.text(value))) }
    package mutating func appendInterpolation(_ value: Int?) {
      parts.append(.value(value.map(SQLValue.integer) ?? .null))
    }
    package mutating func appendInterpolation(_ value: String?) {
      parts.append(.value(value.map(SQLValue.text) ?? .null))
    }
    package mutating func appendInterpolation(_ value: SQLValue) { parts.append(.value(value)) }
    package mutating func appendInterpolation(sql text: SQLText) { parts += text.parts }
    package mutating func appendInterpolation(raw name: String) { parts.append(.sql(name)) }
    /// Two equivalent texts: a correlated one that runs per row and can end early, and a set-based one. The dialect
    /// chooses the one that suits its engine.
    package mutating func appendInterpolation(oneByOne: SQLText, together: SQLText) {
      parts.append(.eitherWay(oneByOne: oneByOne, together: together))
    }
    /// `x \(anyOf: keys)`: x is one of the keys; the whole list is bound as one value.
    package mutating func appendInterpolation(anyOf integers: [Int]) { parts.append(.anyOf(.integers(integers))) }
    package mutating func appendInterpolation(anyOf texts: [String]) { parts.append(.anyOf(.texts(texts))) }
    /// `x \(anyKeyOf: select)`: x is one of the keys that the SELECT returns. The session reads them first, by a
    /// separate statement on the same snapshot, and binds them (docs/decisions/0025).
    package mutating func appendInterpolation(anyKeyOf select: SQLText) { parts.append(.anyKeyOf(select)) }
  }
}

/// A value as it is bound and as it is read.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int)
  case text(String)

  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  package var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// A list that is bound as one value.
package enum SQLList: Sendable {
  case integers([Int])
  case texts([String])

  /// As a JSON array.
  package var json: String {
    switch self {
    case .integers(let list): "[" + list.map(String.init).joined(separator: ",") + "]"
    case .texts(let list): "[" + list.map(JSONText.quoted).joined(separator: ",") + "]"
    }
  }
}

extension [SQLText] {
  package func joined(separator: String) -> SQLText {
    var result: SQLText = ""
    for (index, text) in enumerated() {
      result = index == 0 ? text : result + SQLText(raw: separator) + text
    }
    return result
  }
}
