import Records
package import Support

/// A query for resources: filter, order, paging and projection (RFC 7644, 3.4.2).
package struct SCIMQuery: Sendable {
  /// The maximum number of resources on a page.
  package static let limit = 200
  private static let usual = 100

  package private(set) var filter: SCIMFilter?
  package private(set) var sortBy: SCIMName?
  package private(set) var isDescending = false
  package private(set) var start = 1
  package private(set) var count = usual
  package private(set) var projection = SCIMProjection()

  /// From the body of a `/.search`.
  /// - Throws: `SCIMFault`.
  package init(_ body: JSONValue) throws {
    func names(_ name: String) -> [String] { (body[name]?.items ?? []).compactMap(\.string) }
    try self.init(
      { name in
        if case .integer(let number)? = body[name] { String(number) } else { body[name]?.string }
      }, attributes: names("attributes"), excluded: names("excludedAttributes"))
  }

  /// From query parameters.
  /// - Parameter text: the value of a parameter.
  /// - Throws: `SCIMFault`.
  package init(_ text: (String) -> String?) throws {
    try self.init(text, attributes: Self.names(text("attributes")), excluded: Self.names(text("excludedAttributes")))
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
}
