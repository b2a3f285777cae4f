package import Records
package import Support

/// A SCIM error (RFC 7644, 3.12).
package struct SCIMFault: Error {
  /// The `scimType`s of RFC 7644, table 9.
  package enum Kind: String, Sendable {
    case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue
  }

  /// The HTTP status.
  package let status: Int
  package let kind: Kind?
  package let detail: String

  package init(_ kind: Kind, _ detail: String) {
    status = kind == .uniqueness ? 409 : 400
    self.kind = kind
    self.detail = detail
  }

  package init(status: Int, _ detail: String) {
    self.status = status
    kind = nil
    self.detail = detail
  }

  package static let notFound = SCIMFault(status: 404, "The resource does not exist.")

  package static let preconditionFailed = SCIMFault(status: 412, "The resource has changed since this version.")

  /// An invalid value of a record that was made from a resource.
  package init(_ fault: FieldError) {
    let value = String(fault.value.prefix(80))
    self.init(.invalidValue, "\(Self.attribute(fault.field)) \(value.isEmpty ? "" : "\"\(value)\" ")\(fault.reason).")
  }

  /// The attribute that is stored in a record's field.
  private static func attribute(_ field: String) -> String {
    let names = [
      "email": "emails.value", "first_name": "name.givenName", "last_name": "name.familyName", "name": "displayName",
      "language": "preferredLanguage", "time_zone": "timezone", "deleted_at": "active", "user": "members.value",
    ]
    return names[field] ?? field
  }

  /// The body of the response.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("schemas", ["urn:ietf:params:scim:api:messages:2.0:Error"]), ("status", .string(String(status))),
    ]
    if let kind { members.append(("scimType", .string(kind.rawValue))) }
    members.append(("detail", .string(detail)))
    return .object(members)
  }
}
