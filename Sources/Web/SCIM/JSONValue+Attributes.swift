import Records
import Support

extension JSONValue {
  /// An object's member by name, ignoring ASCII case as SCIM requires. Setting nil removes it.
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
