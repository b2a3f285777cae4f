import Foundation

/// A JSON value whose numbers are exact hundredths. The form in which a page, a file and a response of the API are
/// compared.
package indirect enum ExactJSON: Sendable {
  case null
  case text(String)
  case hundredths(Int)
  case list([ExactJSON])
  case object([String: ExactJSON])

  /// A count or a number of seconds.
  package static func whole(_ number: Int) -> ExactJSON { .hundredths(number * 100) }
  package static func whole(_ number: Int?) -> ExactJSON { number.map { .whole($0) } ?? .null }
  /// A mean, rounded here, at the end.
  package static func mean(_ fraction: Fraction?) -> ExactJSON {
    fraction.map { .hundredths($0.roundedToHundredths) } ?? .null
  }
  package static func instant(_ seconds: Int?) -> ExactJSON {
    seconds.map { .text(Instants.rfc3339($0)) } ?? .null
  }
  package static func text(orNull text: String?) -> ExactJSON { text.map { .text($0) } ?? .null }

  /// The value as canonical JSON text: keys in order, no white space, trailing zeros dropped.
  package var compareForm: String {
    switch self {
    case .null: "null"
    case .text(let text): Self.quoted(text)
    case .hundredths(let hundredths): Hundredths.text(hundredths)
    case .list(let list): "[" + list.map(\.compareForm).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.sorted { precedesByCodePoint($0.key, $1.key) }
        .map { Self.quoted($0.key) + ":" + $0.value.compareForm }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "\"") { result, scalar in
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }.appending("\"")
  }

  /// Reads JSON text. Numbers are rounded to hundredths, which removes the error of the binary fraction.
  package init(parsing text: String) throws {
    self.init(try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
  }

  private init(_ value: Any) {
    switch value {
    case let text as String: self = .text(text)
    case let list as [Any]: self = .list(list.map { ExactJSON($0) })
    case let members as [String: Any]: self = .object(members.mapValues { ExactJSON($0) })
    case let number as NSNumber: self = .hundredths(Int((number.doubleValue * 100).rounded()))
    default: self = .null
    }
  }
}

extension ExactJSON {
  package subscript(key: String) -> ExactJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// Describes the differences from `expected`, each with its place. "Rows of a section in any order; further keys may
  /// stand beside these": lists are compared in any order, and keys that only this value has are ignored.
  package func differences(from expected: ExactJSON, at place: String = "") -> [String] {
    switch (self, expected) {
    case (.object(let members), .object(let wanted)):
      wanted.keys.sorted().flatMap { key in
        members[key].map { $0.differences(from: wanted[key] ?? .null, at: "\(place).\(key)") }
          ?? ["\(place).\(key) is missing"]
      }
    case (.list(let list), .list(let wanted)) where list.count == wanted.count:
      zip(list.map { $0.keepingKeys(of: wanted.first) }.inAnyOrder, wanted.inAnyOrder).enumerated().flatMap {
        $1.0.differences(from: $1.1, at: "\(place)[\($0)]")
      }
    default:
      equalByCodePoint(compareForm, expected.compareForm)
        ? [] : ["\(place): \(compareForm) instead of \(expected.compareForm)"]
    }
  }

  private func keepingKeys(of model: ExactJSON?) -> ExactJSON {
    guard case .object(let members) = self, case .object(let wanted)? = model else { return self }
    return .object(members.filter { wanted[$0.key] != nil })
  }
}

extension [ExactJSON] {
  /// The elements sorted by their text.
  fileprivate var inAnyOrder: [ExactJSON] {
    sorted { precedesByCodePoint($0.compareForm, $1.compareForm) }
  }
}
