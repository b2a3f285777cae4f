package import Support

/// A group as a directory sees it.
package struct SCIMGroup: Sendable {
  private let id: String
  private let name: String
  private let externalID: String?
  /// Seconds UTC, as `modifiedAt`.
  private let createdAt: Int?
  private let modifiedAt: Int?

  package init(id: String, name: String, externalID: String?, createdAt: Int?, modifiedAt: Int?) {
    self.id = id
    self.name = name
    self.externalID = externalID
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
  }

  /// - Parameter members: ids of users.
  package func json(members: [String], _ server: SCIMServer) -> JSONValue {
    var result: [(String, JSONValue)] = [("schemas", [.string(SCIMURN.group)]), ("id", .string(id))]
    if let externalID { result.append(("externalId", .string(externalID))) }
    result.append(("displayName", .string(name)))
    let list = members.map { id -> JSONValue in
      ["value": .string(id), "$ref": .string(server.location("Users", id)), "type": "User"]
    }
    if !list.isEmpty { result.append(("members", .array(list))) }
    return server.resource("Group", result, id: id, created: createdAt, modified: modifiedAt)
  }
}
