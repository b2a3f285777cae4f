import Access
package import SCIM
package import Support

/// A resource type (RFC 7643, 6), and what a directory does with its resources. Changes are noted in the audit log, in
/// the same transaction.
package struct SCIMResourceType: Sendable {
  private let type: any SCIMResource.Type

  package static let users = SCIMResourceType(type: SCIMUsers.self)
  package static let groups = SCIMResourceType(type: SCIMGroups.self)
  package static let all = [users, groups]

  /// `User`.
  package var name: String { type.name }
  /// `Users`.
  package var folder: String { name + "s" }
  package var schemas: [SCIMSchema] { type.schemas }

  /// A page of resources as a ListResponse.
  /// - Throws: `SCIMFault`.
  package func list(_ query: SCIMQuery, _ store: SCIMStore) throws -> JSONValue { try type.list(query, store) }

  /// - Throws: `SCIMFault`.
  package func get(_ id: String, _ store: SCIMStore) throws -> JSONValue {
    try type.read(try type.key(id, store), store)
  }

  /// - Throws: `SCIMFault`, `ValidationErrors`, `FieldError`.
  package func create(_ body: JSONValue, _ store: SCIMStore) throws -> JSONValue {
    let key = try type.create(body, store)
    let resource = try type.read(key, store)
    try note("create", key, resource["id"]?.string ?? "", store)
    return resource
  }

  /// - Parameters:
  ///   - version: the version that the resource must have; nil or `*`: any.
  ///   - change: from the stored to the requested state.
  /// - Throws: `SCIMFault`, `ValidationErrors`, `FieldError`.
  package func update(
    _ id: String, ifMatch version: String?, _ store: SCIMStore, _ change: (JSONValue) -> SCIMBody
  ) throws -> JSONValue {
    let key = try type.key(id, store)
    let current = try type.read(key, store)
    try check(version, current)
    try type.update(key, change(current), store)
    try note("change", key, id, store)
    return try type.read(key, store)
  }

  /// - Parameter version: as in `update`.
  /// - Throws: `SCIMFault`, `ValidationErrors`.
  package func remove(_ id: String, ifMatch version: String?, _ store: SCIMStore) throws {
    let key = try type.key(id, store)
    if version != nil { try check(version, try type.read(key, store)) }
    try type.remove(key, store)
    try note("remove", key, id, store)
  }

  private func check(_ version: String?, _ current: JSONValue) throws {
    guard let version, version != "*", version != current.version else { return }
    throw SCIMFault.preconditionFailed
  }

  private func note(_ deed: String, _ key: Int, _ id: String, _ store: SCIMStore) throws {
    let isUser = type == SCIMUsers.self
    try Audit.note(
      "directory.\(deed)", by: store.viewer, subject: isUser ? key : nil,
      filters: isUser ? "" : "group=\(PercentEncoding.encoded(id))", at: store.machineNow, store.session)
  }
}
