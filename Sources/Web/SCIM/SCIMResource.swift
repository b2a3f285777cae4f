import Access
import DatabaseAccess
import Records
import Support

/// A type of resource that a directory reads and writes: users or groups.
protocol SCIMResource: SendableMetatype {
  /// `User`.
  static var name: String { get }
  static var schemas: [SCIMSchema] { get }
  /// FROM and WHERE of all resources visible to a directory; the table's alias is `t`.
  static var source: SQLText { get }
  /// By `SCIMName.key`.
  static var columns: [String: SCIMColumn] { get }

  /// The resources with these keys, in their order.
  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue]
  /// - Returns: the key of the new resource.
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int
  /// Updates the resource to the body, which for a PATCH includes the unchanged attributes.
  static func update(_ key: Int, _ body: SCIMBody, _ store: SCIMStore) throws
  static func remove(_ key: Int, _ store: SCIMStore) throws
}

extension SCIMResource {
  /// `Users`.
  static var folder: String { name + "s" }

  static func key(_ id: String, _ store: SCIMStore) throws -> Int {
    let found = try store.session.first("SELECT t.key \(sql: source) AND t.id = \(id)") { $0.integer(at: 0) }
    guard let found else { throw SCIMFault.notFound }
    return found
  }

  static func read(_ key: Int, _ store: SCIMStore) throws -> JSONValue {
    guard let resource = try read([key], store, hiding: []).first else { throw SCIMFault.notFound }
    return resource
  }

  /// Adds `meta` with the version, a hash of the resource's content.
  static func withMeta(
    _ members: [(String, JSONValue)], id: String, created: Int?, modified: Int?, _ store: SCIMStore
  ) -> JSONValue {
    var meta: [(String, JSONValue)] = [("resourceType", .string(name))]
    if let created { meta.append(("created", .instant(created))) }
    if let modified = modified ?? created { meta.append(("lastModified", .instant(modified))) }
    meta.append(("location", .string(store.location(folder, id))))
    meta.append(("version", .string(SCIM.version(of: .object(members + [("modified", .instant(modified))])))))
    return .object(members + [("meta", .object(meta))])
  }
}

/// The context of one request of a directory.
struct SCIMStore {
  let session: any SQLSession
  /// `https://host/scim/v2`.
  let base: String
  let context: FieldContext
  /// The principal, whether e-mails are sent, and the system clock.
  let viewer: Viewer
  let canMail: Bool
  let machineNow: Int

  func location(_ folder: String, _ id: String) -> String { "\(base)/\(folder)/\(Query.encoded(id))" }
}
