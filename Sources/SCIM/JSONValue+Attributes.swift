import Records
package import Support

extension JSONValue {
  /// An object's member by name, ignoring ASCII case as SCIM requires. Setting nil removes it.
  package subscript(_ name: String) -> JSONValue? {
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

// Lenient reading of values from a directory; invalid ones are nil.

extension JSONValue {
  /// The value itself, unwrapped from a list of one, or from the `value` of an object.
  private var bare: JSONValue {
    if let items, items.count == 1 { return items[0].bare }
    if members != nil, let value = self["value"] { return value.bare }
    return self
  }

  /// A Boolean, also as text or number: directories write "True", "false", "0".
  package var flag: Bool? {
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

  /// A text without NUL of at most `limit` bytes.
  package func word(limit: Int = Field.textLimit) -> String? {
    guard let text = bare.string, !text.utf8.contains(0), text.utf8.count <= limit else { return nil }
    return text
  }

  /// Whether it is null, an empty text, or an empty list or object.
  package var isEmpty: Bool {
    switch bare {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }

  /// The values of a multi-valued attribute; a single value may come without a list.
  package var values: [JSONValue] { isNull ? [] : items ?? [self] }

  /// A reference to a user: `value`, the last part of `$ref`, or a plain text. Ids may be JSON numbers.
  package var reference: String? {
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
