import Records
package import Support

/// A user, with the attributes stored for the directory.
package struct SCIMUser: Sendable {
  package let id: String
  package let email: String
  /// nil if it is the email address.
  let ownUserName: String?
  package let firstName: String
  package let lastName: String
  package let title: String?
  package let language: String?
  package let timeZone: String?
  /// Seconds UTC, as `deletedAt` and `modifiedAt`.
  private let createdAt: Int
  package let deletedAt: Int?
  let externalID: String?
  private let saysActive: Bool
  private let modifiedAt: Int?

  /// - Parameters:
  ///   - ownUserName: nil if it is the email address.
  ///   - saysActive: whether the attribute `active` has a value.
  package init(
    id: String, email: String, ownUserName: String?, firstName: String, lastName: String, title: String?,
    language: String?, timeZone: String?, createdAt: Int, deletedAt: Int?, externalID: String?, saysActive: Bool,
    modifiedAt: Int?
  ) {
    self.id = id
    self.email = email
    self.ownUserName = ownUserName
    self.firstName = firstName
    self.lastName = lastName
    self.title = title
    self.language = language
    self.timeZone = timeZone
    self.createdAt = createdAt
    self.deletedAt = deletedAt
    self.externalID = externalID
    self.saysActive = saysActive
    self.modifiedAt = modifiedAt
  }

  var userName: String { ownUserName ?? email }

  /// The look-up key of a `userName`: normalized like an email address if it is one, else in ASCII lower case.
  package static func userNameKey(_ name: String) -> String {
    EmailAddress.normalized(name) ?? name.asciiLowercased
  }

  /// - Parameters:
  ///   - manager: the id of the manager.
  ///   - groups: the groups that the user is a learner in.
  package func json(manager: String?, groups: [(id: String, name: String)], _ server: SCIMServer) -> JSONValue {
    var schemas: [JSONValue] = [.string(SCIMURN.user)]
    if manager != nil { schemas.append(.string(SCIMURN.enterpriseUser)) }
    var members: [(String, JSONValue)] = [("schemas", .array(schemas)), ("id", .string(id))]
    func add(_ name: String, _ text: String?) { if let text { members.append((name, .string(text))) } }
    add("externalId", externalID)
    add("userName", userName)
    members.append(("name", ["givenName": .string(firstName), "familyName": .string(lastName)]))
    add("displayName", "\(firstName) \(lastName)")
    members.append(("emails", [["value": .string(email), "type": "work"]]))
    add("title", title)
    add("preferredLanguage", language)
    add("timezone", timeZone)
    if saysActive { members.append(("active", .bool(deletedAt == nil))) }
    let list = groups.map { group -> JSONValue in
      [
        "value": .string(group.id), "$ref": .string(server.location("Groups", group.id)),
        "display": .string(group.name),
      ]
    }
    if !list.isEmpty { members.append(("groups", .array(list))) }
    if let manager {
      let value: JSONValue = ["value": .string(manager), "$ref": .string(server.location("Users", manager))]
      members.append((SCIMURN.enterpriseUser, ["manager": value]))
    }
    return server.resource("User", members, id: id, created: createdAt, modified: modifiedAt)
  }
}
