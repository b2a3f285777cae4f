import Access
import DatabaseAccess
import Hummingbird
import Records
import Support

/// A query for resources: filter, order, paging and projection (RFC 7644, 3.4.2).
struct SCIMQuery: Sendable {
  static let limit = 200
  private static let usual = 100

  var filter: SCIMFilter?
  var sortBy: SCIMName?
  var isDescending = false
  var start = 1
  var count = usual
  var projection = SCIMProjection()

  /// From query parameters.
  init(_ query: Query) throws {
    try self.init(
      { query[$0] }, attributes: Self.names(query["attributes"]), excluded: Self.names(query["excludedAttributes"]))
  }

  /// From the body of a `/.search`.
  init(_ body: JSONValue) throws {
    func names(_ name: String) -> [String] { (body[name]?.items ?? []).compactMap(\.string) }
    try self.init(
      { name in
        if case .integer(let number)? = body[name] { String(number) } else { body[name]?.string }
      }, attributes: names("attributes"), excluded: names("excludedAttributes"))
  }

  private init(_ text: (String) -> String?, attributes: [String], excluded: [String]) throws {
    filter = try text("filter").flatMap { $0.utf8.allSatisfy { $0 == 0x20 } ? nil : try SCIMFilter($0) }
    sortBy = try text("sortBy").map { try SCIMName($0, .invalidPath) }
    isDescending = text("sortOrder")?.asciiLowercased == "descending"
    start = max(1, try Self.number("startIndex", text("startIndex")) ?? 1)
    count = min(Self.limit, max(0, try Self.number("count", text("count")) ?? Self.usual))
    projection = try SCIMProjection(attributes: attributes, excluded: excluded)
  }

  private static func names(_ list: String?) -> [String] { (list ?? "").splitBytes(at: ",") }

  private static func number(_ name: String, _ text: String?) throws -> Int? {
    guard let text else { return nil }
    guard let number = Int(text), abs(number) < 1_000_000_000 else {
      throw SCIMFault(.invalidValue, "\(name) is not a whole number.")
    }
    return number
  }

  /// A page of resources as a ListResponse.
  func list<Resource: SCIMResource>(_ type: Resource.Type, _ scope: SQLText, _ store: SCIMStore) throws -> JSONValue {
    let condition = try filter?.condition(Resource.columns) ?? "true"
    let matching: SQLText = "\(sql: Resource.source) AND \(sql: scope) AND \(sql: condition)"
    let total = try store.session.number("SELECT count(*) \(sql: matching)")
    let keys =
      count == 0
      ? []
      : try store.session.all(
        "SELECT t.key \(sql: matching) ORDER BY \(sql: try order(Resource.columns)) LIMIT \(count) OFFSET \(start - 1)"
      ) { $0.integer(at: 0) }
    let resources = try Resource.read(keys, store, hiding: projection.hidden).map(projection.applied)
    return [
      "schemas": [.string(SCIM.listResponse)], "totalResults": .integer(total),
      "itemsPerPage": .integer(resources.count), "startIndex": .integer(start), "Resources": .array(resources),
    ]
  }

  /// Newest first by default, so that a directory finds on the first page what it has just created.
  private func order(_ columns: [String: SCIMColumn]) throws -> SQLText {
    guard let sortBy else { return "t.key DESC" }
    guard let order = columns[sortBy.key]?.order else {
      throw SCIMFault(.invalidPath, "\(sortBy.key) is not an attribute that sorting supports.")
    }
    return "\(sql: order)\(raw: isDescending ? " DESC" : ""), t.key"
  }
}

/// Which attributes of a resource are returned; `schemas` and `id` always are.
struct SCIMProjection: Sendable {
  private var attributes: [SCIMName] = []
  private var excluded: [SCIMName] = []

  init() {}

  init(attributes: [String], excluded: [String]) throws {
    func names(_ list: [String]) throws -> [SCIMName] {
      try list.map { try SCIMName($0.trimmingPrefix(" ").description, .invalidPath) }
    }
    self.attributes = try names(attributes)
    self.excluded = self.attributes.isEmpty ? try names(excluded) : []
  }

  /// Attributes that need not be read; in lower case.
  var hidden: Set<String> {
    var hidden = Set(excluded.filter { $0.sub == nil && !$0.isEnterprise }.map(\.attribute))
    let wanted = Set(attributes.map(\.attribute))
    if !attributes.isEmpty { hidden.formUnion(["members", "groups"].filter { !wanted.contains($0) }) }
    return hidden
  }

  func applied(_ resource: JSONValue) -> JSONValue {
    guard !attributes.isEmpty || !excluded.isEmpty else { return resource }
    return reduced(resource, isEnterprise: false)
  }

  private func reduced(_ object: JSONValue, isEnterprise: Bool) -> JSONValue {
    let members = (object.members ?? []).compactMap { name, value -> (String, JSONValue)? in
      if name == SCIM.enterpriseUser { return nested(value).map { (name, $0) } }
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
