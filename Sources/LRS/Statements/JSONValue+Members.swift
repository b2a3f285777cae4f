package import Support

extension JSONValue {
  /// The member with this key, compared by code point; nil if this is not an object or lacks it.
  package subscript(_ key: String) -> JSONValue? {
    members?.first { $0.0.utf8.elementsEqual(key.utf8) }?.1
  }
}
