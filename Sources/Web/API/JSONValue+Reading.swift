import Foundation
import Records

// Reading JSON. Names are compared ignoring ASCII case, as SCIM requires.

extension JSONValue {
  /// - Returns: nil if the bytes are not JSON in UTF-8.
  init?(parsing bytes: [UInt8]) {
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

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  var members: [(String, JSONValue)]? { if case .object(let members) = self { members } else { nil } }
  var isNull: Bool { if case .null = self { true } else { false } }

  /// An object's member by name, ignoring ASCII case. Setting nil removes it.
  subscript(_ name: String) -> JSONValue? {
    get { members?.first { $0.0.equalsIgnoringASCIICase(name) }?.1 }
    set {
      var members = members ?? []
      let index = members.firstIndex { $0.0.equalsIgnoringASCIICase(name) }
      switch (index, newValue) {
      case (let index?, let value?): members[index].1 = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((name, value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }
}
