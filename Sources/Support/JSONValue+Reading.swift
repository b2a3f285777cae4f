import Foundation

extension JSONValue {
  /// - Returns: nil if the bytes are not JSON in UTF-8.
  package init?(parsing bytes: [UInt8]) {
    guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed]) else {
      return nil
    }
    self.init(foundation: value)
  }

  private init(foundation value: Any) {
    switch value {
    case let number as NSNumber:
      if String(cString: number.objCType) == "c" {
        self = .bool(number.boolValue)
      } else {
        self = Int(exactly: number.doubleValue).map { .integer($0) } ?? .string(number.stringValue)
      }
    case let text as String: self = .string(text)
    case let list as [Any]: self = .array(list.map { JSONValue(foundation: $0) })
    case let object as [String: Any]:
      self = .object(object.sorted { $0.key < $1.key }.map { ($0.key, JSONValue(foundation: $0.value)) })
    default: self = .null
    }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  package var members: [(String, JSONValue)]? { if case .object(let members) = self { members } else { nil } }
  package var isNull: Bool { if case .null = self { true } else { false } }
}

extension JSONValue {
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The same value with the members of every object sorted by key, by code point.
  package var sorted: JSONValue {
    switch self {
    case .array(let items): .array(items.map(\.sorted))
    case .object(let members):
      .object(
        members.map { ($0.0, $0.1.sorted) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
    default: self
    }
  }
}
