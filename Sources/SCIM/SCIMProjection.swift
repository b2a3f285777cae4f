import Records
package import Support

/// Which attributes of a resource are returned; `schemas` and `id` always are.
package struct SCIMProjection: Sendable {
  private var attributes: [SCIMName] = []
  private var excluded: [SCIMName] = []

  /// All attributes.
  init() {}

  init(attributes: [String], excluded: [String]) throws {
    func names(_ list: [String]) throws -> [SCIMName] {
      try list.map { try SCIMName($0.trimmingPrefix(" ").description, .invalidPath) }
    }
    self.attributes = try names(attributes)
    self.excluded = self.attributes.isEmpty ? try names(excluded) : []
  }

  /// Attributes that need not be read; in lower case.
  package var hidden: Set<String> {
    var hidden = Set(excluded.filter { $0.sub == nil && !$0.isEnterprise }.map(\.attribute))
    let wanted = Set(attributes.map(\.attribute))
    if !attributes.isEmpty { hidden.formUnion(["members", "groups"].filter { !wanted.contains($0) }) }
    return hidden
  }

  package func applied(_ resource: JSONValue) -> JSONValue {
    guard !attributes.isEmpty || !excluded.isEmpty else { return resource }
    return reduced(resource, isEnterprise: false)
  }

  private func reduced(_ object: JSONValue, isEnterprise: Bool) -> JSONValue {
    let members = (object.members ?? []).compactMap { name, value -> (String, JSONValue)? in
      if name == SCIMURN.enterpriseUser { return nested(value).map { (name, $0) } }
      if name == "schemas" || name == "id" { return (name, value) }
      let own = (attributes + excluded).filter {
        $0.isEnterprise == isEnterprise && $0.attribute == name.asciiLowercased
      }
      if own.contains(where: { $0.sub == nil }) { return attributes.isEmpty ? nil : (name, value) }
      let subs = Set(own.compactMap(\.sub))
      if subs.isEmpty { return attributes.isEmpty ? (name, value) : nil }
      return (name, reduced(value, to: subs))
    }
    return .object(members)
  }

  private func nested(_ value: JSONValue) -> JSONValue? {
    if (attributes + excluded).contains(where: { $0.isEnterprise && $0.attribute.isEmpty }) {
      return attributes.isEmpty ? nil : value
    }
    let left = reduced(value, isEnterprise: true)
    return left.members?.isEmpty == false ? left : nil
  }

  private func reduced(_ value: JSONValue, to subs: Set<String>) -> JSONValue {
    if let items = value.items { return .array(items.map { reduced($0, to: subs) }) }
    return .object((value.members ?? []).filter { subs.contains($0.0.asciiLowercased) != attributes.isEmpty })
  }
}
