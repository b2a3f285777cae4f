import Records
import Support

/// Applies one PATCH operation to a resource.
struct SCIMChange {
  let kind: SCIMPatch.Kind
  let schemas: [SCIMSchema]
  var resource: JSONValue
  /// The attributes that the operation names, in lower case.
  private(set) var named: Set<String> = []
  /// The first error of an operation without a path; its other attributes are changed all the same.
  private(set) var fault: SCIMFault?

  init(kind: SCIMPatch.Kind, schemas: [SCIMSchema], resource: JSONValue) {
    self.kind = kind
    self.schemas = schemas
    self.resource = resource
  }

  mutating func apply(_ path: String?, _ value: JSONValue) throws {
    guard let path else { return try applyMembers(of: value, prefix: "") }
    if SCIMName.isForeign(path) { return }
    try apply(try SCIMPath(path), value)
  }

  /// Without a path, the value is an object of changes, whose names may be paths. Directories send whole resources
  /// here, so read-only attributes and invalid names are ignored.
  private mutating func applyMembers(of value: JSONValue, prefix: String) throws {
    if kind == .remove { throw SCIMFault(.noTarget, "A remove needs a path.") }
    guard let members = value.members else {
      throw SCIMFault(.invalidValue, "Without a path, the value must be an object of attributes.")
    }
    for (name, value) in members {
      guard let path = try? SCIMPath(prefix + name), !["schemas", "meta", "groups"].contains(path.name.attribute) else {
        continue
      }
      do { try apply(path, value) } catch let fault as SCIMFault { self.fault = self.fault ?? fault }
    }
  }

  private mutating func apply(_ path: SCIMPath, _ value: JSONValue) throws {
    if path.name.attribute.isEmpty {
      if kind != .remove, !value.isNull {
        return value.members == nil ? () : try applyMembers(of: value, prefix: SCIMURN.enterpriseUser + ":")
      }
      named.insert("manager")
      return resource[SCIMURN.enterpriseUser] = nil
    }
    guard let attribute = try attribute(path, value) else { return }
    named.insert(attribute.name.asciiLowercased)
    guard path.name.isEnterprise else { return try change(&resource, attribute, path, value) }
    var enterprise = resource[SCIMURN.enterpriseUser] ?? [:]
    try change(&enterprise, attribute, path, value)
    resource[SCIMURN.enterpriseUser] = enterprise.members?.isEmpty == false ? enterprise : nil
  }

  /// - Returns: nil if nothing changes: the attribute is unknown, not stored, or read-only and sent unchanged.
  private func attribute(_ path: SCIMPath, _ value: JSONValue) throws -> SCIMAttribute? {
    let name = path.name
    if ["meta", "schemas"].contains(name.attribute) { return nil }
    if name.attribute == "id" {
      let isSame = value.reference?.asciiLowercased == resource["id"]?.string?.asciiLowercased
      if kind != .remove, isSame { return nil }
      throw SCIMFault(.mutability, "id cannot be changed.")
    }
    let schema = schemas.first { ($0.id == SCIMURN.enterpriseUser) == name.isEnterprise }
    guard schema?.ignored.contains(name.attribute) != true, let attribute = schema?.attribute(name.attribute) else {
      return nil
    }
    if attribute.mutability == .readOnly {
      if kind != .remove, path.filter == nil, path.sub == nil, isThere(attribute, value) { return nil }
      throw SCIMFault(.mutability, "\(attribute.name) cannot be changed.")
    }
    return attribute
  }

  /// Whether all these values of a multi-valued attribute exist.
  private func isThere(_ attribute: SCIMAttribute, _ value: JSONValue) -> Bool {
    let there = Set((resource[attribute.name]?.values ?? []).map(Self.identity))
    let sent = Set(value.values.map(Self.identity))
    return kind == .add ? there.isSuperset(of: sent) : there == sent
  }

  private func change(
    _ container: inout JSONValue, _ attribute: SCIMAttribute, _ path: SCIMPath, _ value: JSONValue
  ) throws {
    let isRemoval = kind == .remove || value.isNull
    if attribute.isMany {
      let items = try changed(container[attribute.name]?.items ?? [], path, value)
      container[attribute.name] = items.isEmpty ? nil : .array(items)
    } else if path.filter != nil {
      throw SCIMFault(.invalidPath, "\(attribute.name) has a single value, so its path cannot have a filter.")
    } else if let sub = path.sub {
      var object = container[attribute.name] ?? [:]
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

  /// The new values of a multi-valued attribute.
  private func changed(_ items: [JSONValue], _ path: SCIMPath, _ value: JSONValue) throws -> [JSONValue] {
    guard path.filter != nil || path.sub != nil else { return try changedAsWhole(items, path.name, value) }
    var items = items
    var chosen = try items.indices.filter { try path.filter?.holds(Self.seen(items[$0], of: items)) ?? true }
    if kind == .remove || value.isNull {
      guard let sub = path.sub else { return items.indices.filter { !chosen.contains($0) }.map { items[$0] } }
      for index in chosen { items[index][sub] = nil }
      return items
    }
    if chosen.isEmpty {
      if kind == .replace, path.filter != nil {
        throw SCIMFault(.noTarget, "No value of \(path.name.key) matches the path's filter.")
      }
      items.append(.object(path.filter?.example ?? []))
      chosen = [items.count - 1]
    }
    for index in chosen {
      if let sub = path.sub {
        items[index][sub] = value
      } else {
        let members =
          value.members ?? value.items?.first?.members ?? value.string.map { [("value", .string($0))] } ?? []
        for (name, value) in members { items[index][name] = value }
      }
    }
    return items
  }

  /// A single value counts as primary even if it does not say so.
  private static func seen(_ item: JSONValue, of items: [JSONValue]) -> JSONValue {
    guard items.count == 1, item["primary"] == nil else { return item }
    var item = item
    item["primary"] = .bool(true)
    return item
  }

  private func changedAsWhole(_ items: [JSONValue], _ attribute: SCIMName, _ value: JSONValue) throws -> [JSONValue] {
    let values = try value.values.compactMap { item -> JSONValue? in
      if item.string != nil { return ["value": item] }
      if item["value"]?.string != nil { return item }
      var item = item
      if let reference = item.reference {
        item["value"] = .string(reference)
        return item
      }
      // A member without a value is an error; other values without one, such as an e-mail, are ignored.
      if attribute.attribute != "members" { return nil }
      throw SCIMFault(.invalidValue, "A member must be an object whose value is the id of a user.")
    }
    if values.isEmpty, !value.isEmpty { return items }
    switch kind {
    case .add: return Self.distinct(items + values)
    case .replace: return Self.distinct(values)
    case .remove:
      if values.isEmpty { return [] }
      let gone = Set(values.map(Self.identity))
      return items.filter { !gone.contains(Self.identity($0)) }
    }
  }

  /// Removes duplicates: each value keeps its first position and its last content.
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

  /// Compares code points: Swift treats `é` and e with a combining accent as equal.
  private static func identity(_ item: JSONValue) -> [UInt8] {
    Array((item["value"]?.string ?? item.text).utf8)
  }
}
