import Calendar
package import Support

/// What a resource needs to describe itself: where the server is, and how versions are computed.
package struct SCIMServer: Sendable {
  /// `https://host/scim/v2`.
  package let base: String
  /// A hexadecimal digest of at least 20 digits.
  private let digest: @Sendable (String) -> String

  package init(base: String, digest: @escaping @Sendable (String) -> String) {
    self.base = base
    self.digest = digest
  }

  /// - Parameter folder: `Users`.
  func location(_ folder: String, _ id: String) -> String { "\(base)/\(folder)/\(PercentEncoding.encoded(id))" }

  /// A resource with its `meta`. The version is a weak ETag, which depends only on the content.
  /// - Parameters:
  ///   - type: `User`.
  ///   - created: seconds UTC, as `modified`; nil: unknown.
  func resource(
    _ type: String, _ members: [(String, JSONValue)], id: String, created: Int?, modified: Int?
  ) -> JSONValue {
    var meta: [(String, JSONValue)] = [("resourceType", .string(type))]
    if let created { meta.append(("created", .string(Instant.text(created)))) }
    if let modified = modified ?? created { meta.append(("lastModified", .string(Instant.text(modified)))) }
    meta.append(("location", .string(location(type + "s", id))))
    let content = JSONValue.object(members + [("modified", .string(modified.map(Instant.text)))])
    meta.append(("version", .string("W/\"\(digest(content.text).prefix(20))\"")))
    return .object(members + [("meta", .object(meta))])
  }
}

extension JSONValue {
  /// A page of resources (RFC 7644, 3.4.2).
  /// - Parameters:
  ///   - total: the number of resources on all pages.
  ///   - start: the position of the first one, from 1.
  package static func listResponse(_ resources: [JSONValue], total: Int, start: Int = 1) -> JSONValue {
    [
      "schemas": [.string(SCIMURN.listResponse)], "totalResults": .integer(total),
      "itemsPerPage": .integer(resources.count), "startIndex": .integer(start), "Resources": .array(resources),
    ]
  }

  /// The version of a resource.
  package var version: String? { self["meta"]?["version"]?.string }
}
