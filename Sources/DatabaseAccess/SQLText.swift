/// SQL with its values. An interpolated value is bound, never pasted, so that no text of a user can become SQL.
///
/// `\(value)` binds, `\(sql: text)` splices another `SQLText`, `\(raw: name)` pastes a name that the code itself chose.
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

  /// As engines take it whose conditions are sought all together.
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
    /// Two texts that say the same: one that is asked of a row after another and ends early, and one whose rows are
    /// sought all together. The dialect takes the one that its engine does well.
    package mutating func appendInterpolation(oneByOne: SQLText, together: SQLText) {
      parts.append(.eitherWay(oneByOne: oneByOne, together: together))
    }
    /// `x \(anyOf: keys)`: x is one of the keys, however many; one value is bound.
    package mutating func appendInterpolation(anyOf integers: [Int]) { parts.append(.anyOf(.integers(integers))) }
    package mutating func appendInterpolation(anyOf texts: [String]) { parts.append(.anyOf(.texts(texts))) }
    /// `x \(anyKeyOf: select)`: x is one of the keys that the SELECT gives. The session asks for them first, by a statement
    /// of its own on the same snapshot, and binds what it is told (docs/decisions/0025).
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

/// Many values that are bound as one.
package enum SQLList: Sendable {
  case integers([Int])
  case texts([String])

  /// As a JSON array.
  package var json: String {
    switch self {
    case .integers(let list): "[" + list.map(String.init).joined(separator: ",") + "]"
    case .texts(let list): "[" + list.map(Self.quoted).joined(separator: ",") + "]"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
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
