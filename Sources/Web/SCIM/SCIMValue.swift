import Foundation
import Records

// What a directory sends, read as it can be understood: a value that cannot be is nil.

extension JSONValue {
  /// The value itself, where it stands in a list of one, or in an object as its `value`.
  private var bare: JSONValue {
    if let items, items.count == 1 { return items[0].bare }
    if members != nil, let value = self["value"] { return value.bare }
    return self
  }

  /// true and false, also as words and numbers: directories write "True", "false", "0".
  var flag: Bool? {
    switch bare {
    case .bool(let flag): return flag
    case .integer(let number) where number == 0 || number == 1: return number == 1
    case .string(let text):
      switch text.filter({ $0 != " " }).asciiLowercased {
      case "true", "1", "yes": return true
      case "false", "0", "no": return false
      default: return nil
      }
    default: return nil
    }
  }

  /// A text without NUL of at most so many bytes.
  func word(limit: Int = Field.textLimit) -> String? {
    guard let text = bare.string, !text.utf8.contains(0), text.utf8.count <= limit else { return nil }
    return text
  }

  /// Nothing: null, an empty text, an empty list or object.
  var isEmpty: Bool {
    switch bare {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }

  /// The values of an attribute that has many; one alone may stand without a list.
  var values: [JSONValue] { isNull ? [] : items ?? [self] }

  /// By which a user is named: by `value`, by the last part of `$ref`, or as a bare text. Ids that are numbers may come as such.
  var reference: String? {
    if let items { return items.first?.reference }
    switch self {
    case .string(let text): return text.isEmpty ? nil : text
    case .integer(let number): return String(number)
    case .object:
      if let value = self["value"]?.reference { return value }
      return self["$ref"]?.string?.splitBytes(at: "/").last.flatMap { PercentEncoding.decoded($0.utf8) }
    default: return nil
    }
  }
}

/// What a request wants a resource to be.
struct SCIMBody: Sendable {
  var value: JSONValue
  /// The attributes that the request names, in lower case; nil: it is the whole resource.
  var named: Set<String>?
  /// The first thing of a PATCH that cannot be done. Whether it matters, the resource decides.
  var fault: SCIMFault?

  func names(_ attribute: String) -> Bool { named?.contains(attribute) ?? true }
}
