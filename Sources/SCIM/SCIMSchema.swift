import Records
package import Support

/// An attribute of a resource, as `/Schemas` describes it (RFC 7643, 7).
struct SCIMAttribute: Sendable {
  enum Mutability: String, Sendable { case readOnly, readWrite, immutable }

  let name: String
  var type = "string"
  var isMany = false
  let description: String
  var isRequired = false
  var suggestions: [String] = []
  var isCaseExact = false
  var mutability = Mutability.readWrite
  var isUnique = false
  var references: [String] = []
  var parts: [SCIMAttribute] = []

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(name)), ("type", .string(type)), ("multiValued", .bool(isMany)),
      ("description", .string(description)), ("required", .bool(isRequired)),
    ]
    if !suggestions.isEmpty { members.append(("canonicalValues", .array(suggestions.map { .string($0) }))) }
    members += [
      ("caseExact", .bool(isCaseExact)), ("mutability", .string(mutability.rawValue)), ("returned", "default"),
      ("uniqueness", .string(isUnique ? "server" : "none")),
    ]
    if !references.isEmpty { members.append(("referenceTypes", .array(references.map { .string($0) }))) }
    if !parts.isEmpty { members.append(("subAttributes", .array(parts.map(\.json)))) }
    return .object(members)
  }
}

/// The attributes of one schema.
package struct SCIMSchema: Sendable {
  package let id: String
  let name: String
  package let description: String
  let attributes: [SCIMAttribute]
  /// Attributes of the standard that a directory may send, but that are not stored; in lower case.
  package let ignored: Set<String>

  package static let all = [user, enterpriseUser, group]

  func attribute(_ name: String) -> SCIMAttribute? { attributes.first { $0.name.asciiLowercased == name } }

  package func json(_ base: String) -> JSONValue {
    [
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": .string(id), "name": .string(name),
      "description": .string(description), "attributes": .array(attributes.map(\.json)),
      "meta": ["resourceType": "Schema", "location": "\(base)/Schemas/\(id)"],
    ]
  }
}

extension SCIMSchema {
  private static let externalID = SCIMAttribute(
    name: "externalId", description: "The directory's own identifier.", isCaseExact: true)

  private static func value(of what: String, isRequired: Bool = true) -> SCIMAttribute {
    SCIMAttribute(name: "value", description: "The id of the \(what).", isRequired: isRequired, isCaseExact: true)
  }

  private static func reference(_ type: String) -> SCIMAttribute {
    SCIMAttribute(
      name: "$ref", type: "reference", description: "The URL of the \(type).", isCaseExact: true,
      references: [type])
  }

  package static let user = SCIMSchema(
    id: SCIMURN.user, name: "User", description: "A user of the learning platform.",
    attributes: [
      externalID,
      SCIMAttribute(
        name: "userName", description: "The directory's name for the user, usually the e-mail address.",
        isRequired: true, isUnique: true),
      SCIMAttribute(
        name: "name", type: "complex", description: "The user's name.", isRequired: true,
        parts: [
          SCIMAttribute(name: "givenName", description: "First name.", isRequired: true),
          SCIMAttribute(name: "familyName", description: "Last name.", isRequired: true),
        ]),
      SCIMAttribute(name: "displayName", description: "First and last name.", mutability: .readOnly),
      SCIMAttribute(
        name: "emails", type: "complex", isMany: true,
        description: "The e-mail address; of several, the primary one or that of type work. May be omitted if "
          + "userName is the address.", isRequired: true,
        parts: [
          SCIMAttribute(name: "value", description: "The address.", isRequired: true),
          SCIMAttribute(name: "type", description: "Always work.", suggestions: ["work"]),
        ]),
      SCIMAttribute(name: "title", description: "Title or employment."),
      SCIMAttribute(
        name: "preferredLanguage", description: "Language tag (BCP 47).", suggestions: ["en", "de", "fr", "pt-BR"]),
      SCIMAttribute(
        name: "timezone", description: "Time zone (IANA).", suggestions: ["UTC", "Europe/Berlin", "America/New_York"]),
      SCIMAttribute(
        name: "active", type: "boolean",
        description: "false deactivates (soft-deletes; memberships end), true restores."),
      SCIMAttribute(
        name: "groups", type: "complex", isMany: true, description: "The groups that the user is a learner in.",
        mutability: .readOnly,
        parts: [
          SCIMAttribute(name: "value", description: "The id of the group.", isCaseExact: true, mutability: .readOnly),
          SCIMAttribute(
            name: "$ref", type: "reference", description: "The URL of the group.", isCaseExact: true,
            mutability: .readOnly, references: ["Group"]),
          SCIMAttribute(name: "display", description: "The name of the group.", mutability: .readOnly),
        ]),
    ],
    ignored: [
      "displayname", "nickname", "profileurl", "usertype", "locale", "password", "phonenumbers", "ims", "photos",
      "addresses", "entitlements", "roles", "x509certificates",
    ])

  package static let enterpriseUser = SCIMSchema(
    id: SCIMURN.enterpriseUser, name: "Enterprise User", description: "Attributes of users in companies.",
    attributes: [
      SCIMAttribute(
        name: "manager", type: "complex", description: "The user's manager.",
        parts: [value(of: "manager"), reference("User")])
    ], ignored: ["employeenumber", "costcenter", "organization", "division", "department"])

  package static let group = SCIMSchema(
    id: SCIMURN.group, name: "Group", description: "A group of the learning platform.",
    attributes: [
      externalID,
      SCIMAttribute(name: "displayName", description: "The group's name.", isRequired: true),
      SCIMAttribute(
        name: "members", type: "complex", isMany: true, description: "The learners of the group.",
        parts: [
          SCIMAttribute(
            name: "value", description: "The id of the user.", isRequired: true, isCaseExact: true,
            mutability: .immutable),
          SCIMAttribute(
            name: "$ref", type: "reference", description: "The URL of the user.", isCaseExact: true,
            mutability: .immutable, references: ["User"]),
          SCIMAttribute(
            name: "type", description: "Always User.", suggestions: ["User"], mutability: .immutable),
        ]),
    ], ignored: [])
}
