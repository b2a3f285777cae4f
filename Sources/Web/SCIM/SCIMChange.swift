/// One operation of a PATCH at work on a resource.
struct SCIMChange {
  let kind: SCIMPatch.Kind
  let schemas: [SCIMSchema]
  var resource: JSONValue

  mutating func apply(_ path: String?, _ value: JSONValue) throws {
    guard let path else { return try applyMembers(of: value, prefix: "") }
    try apply(try SCIMPath(path), value)
  }

  /// Without a path, the value is an object of what is to be changed; its names may be paths.
  private mutating func applyMembers(of value: JSONValue, prefix: String) throws {
    if kind == .remove { throw SCIMFault(.noTarget, "A remove needs a path.") }
    guard let members = value.members else {
      throw SCIMFault(.invalidValue, "Without a path, the value is an object of attributes.")
    }
    for (name, value) in members where name.lowercased() != "schemas" { try apply(prefix + name, value) }
  }

  private mutating func apply(_ path: SCIMPath, _ value: JSONValue) throws {
    if path.name.attribute.isEmpty {
      if kind == .remove { return resource[SCIM.enterpriseUser] = nil }
      return try applyMembers(of: value, prefix: SCIM.enterpriseUser + ":")
    }
    guard let attribute = try attribute(path.name) else { return }
    guard path.name.isEnterprise else { return try change(&resource, attribute, path, value) }
    var enterprise = resource[SCIM.enterpriseUser] ?? .object([])
    try change(&enterprise, attribute, path, value)
    resource[SCIM.enterpriseUser] = enterprise.members?.isEmpty == false ? enterprise : nil
  }

  /// - Returns: nil for one that is known and kept nowhere.
  private func attribute(_ name: SCIMName) throws -> SCIMAttribute? {
    let schema = schemas.first { ($0.id == SCIM.enterpriseUser) == name.isEnterprise }
    if schema?.ignored.contains(name.attribute) == true { return nil }
    if ["id", "meta", "schemas"].contains(name.attribute) {
      throw SCIMFault(.mutability, "\(name.attribute) cannot be changed.")
    }
    guard let attribute = schema?.attribute(name.attribute) else {
      throw SCIMFault(.invalidPath, "\(name.key) is no attribute of this resource.")
    }
    if attribute.mutability == .readOnly { throw SCIMFault(.mutability, "\(attribute.name) cannot be changed.") }
    return attribute
  }

  private func change(
    _ container: inout JSONValue, _ attribute: SCIMAttribute, _ path: SCIMPath, _ value: JSONValue
  ) throws {
    let isRemoval = kind == .remove || value.isNull
    if attribute.isMany {
      let items = try changed(container[attribute.name]?.items ?? [], path, value)
      container[attribute.name] = items.isEmpty ? nil : .array(items)
    } else if path.filter != nil {
      throw SCIMFault(.invalidPath, "\(attribute.name) has one value, which no filter chooses.")
    } else if let sub = path.sub {
      var object = container[attribute.name] ?? .object([])
      object[sub] = isRemoval ? nil : value
      container[attribute.name] = object
    } else if isRemoval {
      container[attribute.name] = nil
    } else if attribute.name != "manager", let members = value.members, var object = container[attribute.name] {
      for (name, value) in members { object[name] = value }
      container[attribute.name] = object
    } else {
      container[attribute.name] = value
    }
  }

  /// The values of an attribute that has many.
  private func changed(_ items: [JSONValue], _ path: SCIMPath, _ value: JSONValue) throws -> [JSONValue] {
    guard path.filter != nil || path.sub != nil else { return try changedAsWhole(items, value) }
    var items = items
    var chosen = try items.indices.filter { try path.filter?.holds(items[$0]) ?? true }
    if kind == .remove || value.isNull {
      guard let sub = path.sub else { return items.indices.filter { !chosen.contains($0) }.map { items[$0] } }
      for index in chosen { items[index][sub] = nil }
      return items
    }
    if chosen.isEmpty {
      if kind == .replace, path.filter != nil {
        throw SCIMFault(.noTarget, "No value of \(path.name.key) satisfies the path's filter.")
      }
      items.append(.object(path.filter?.example ?? []))
      chosen = [items.count - 1]
    }
    for index in chosen {
      if let sub = path.sub {
        items[index][sub] = value
      } else {
        for (name, value) in value.members ?? value.items?.first?.members ?? [] { items[index][name] = value }
      }
    }
    return items
  }

  private func changedAsWhole(_ items: [JSONValue], _ value: JSONValue) throws -> [JSONValue] {
    let given = value.isNull ? [] : value.items ?? [value]
    let values = try given.map { item -> JSONValue in
      if item.string != nil { return .object([("value", item)]) }
      guard item["value"]?.string != nil else {
        throw SCIMFault(.invalidValue, "Each value is an object with a value.")
      }
      return item
    }
    switch kind {
    case .add: return Self.distinct(items + values)
    case .replace: return Self.distinct(values)
    case .remove:
      if values.isEmpty { return [] }
      let gone = Set(values.map(Self.identity))
      return items.filter { !gone.contains(Self.identity($0)) }
    }
  }

  /// Each value once, in the place of the first and with what the last says of it.
  private static func distinct(_ items: [JSONValue]) -> [JSONValue] {
    var places: [[UInt8]: Int] = [:]
    var result: [JSONValue] = []
    for item in items {
      if let place = places[identity(item)] {
        result[place] = item
      } else {
        places[identity(item)] = result.count
        result.append(item)
      }
    }
    return result
  }

  /// By code point: Swift takes `é` and an e with an accent for one.
  private static func identity(_ item: JSONValue) -> [UInt8] {
    Array((item["value"]?.string ?? item.text).utf8)
  }
}
