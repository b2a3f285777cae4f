import Access
import DatabaseAccess
import SCIM
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

  /// A condition on `t` for lists: the viewer may see the resource.
  static func isVisible(to viewer: Viewer) -> SQLText
  /// The resources with these keys, in their order.
  static func read(_ keys: [Int], _ store: SCIMStore, hiding hidden: Set<String>) throws -> [JSONValue]
  /// - Returns: the key of the new resource.
  static func create(_ body: JSONValue, _ store: SCIMStore) throws -> Int
  /// Updates the resource to the body, which for a PATCH includes the unchanged attributes.
  static func update(_ key: Int, _ body: SCIMBody, _ store: SCIMStore) throws
  static func remove(_ key: Int, _ store: SCIMStore) throws
}

extension SCIMResource {
  static func key(_ id: String, _ store: SCIMStore) throws -> Int {
    let found = try store.session.first("SELECT t.key \(sql: source) AND t.id = \(id)") { $0.integer(at: 0) }
    guard let found else { throw SCIMFault.notFound }
    return found
  }

  static func read(_ key: Int, _ store: SCIMStore) throws -> JSONValue {
    guard let resource = try read([key], store, hiding: []).first else { throw SCIMFault.notFound }
    return resource
  }

  /// A page of resources as a ListResponse.
  static func list(_ query: SCIMQuery, _ store: SCIMStore) throws -> JSONValue {
    let condition = try query.filter?.condition(columns) ?? "true"
    let matching: SQLText = "\(sql: source) AND \(sql: isVisible(to: store.viewer)) AND \(sql: condition)"
    let total = try store.session.number("SELECT count(*) \(sql: matching)")
    let (count, offset) = (query.count, query.start - 1)
    let keys =
      count == 0
      ? []
      : try store.session.all(
        "SELECT t.key \(sql: matching) ORDER BY \(sql: try order(query)) LIMIT \(count) OFFSET \(offset)"
      ) { $0.integer(at: 0) }
    let resources = try read(keys, store, hiding: query.projection.hidden).map(query.projection.applied)
    return .listResponse(resources, total: total, start: query.start)
  }

  /// Newest first by default, so that a directory finds on the first page what it has just created.
  private static func order(_ query: SCIMQuery) throws -> SQLText {
    guard let sortBy = query.sortBy else { return "t.key DESC" }
    guard let order = columns[sortBy.key]?.order else {
      throw SCIMFault(.invalidPath, "\(sortBy.key) is not an attribute that sorting supports.")
    }
    return "\(sql: order)\(raw: query.isDescending ? " DESC" : ""), t.key"
  }
}
