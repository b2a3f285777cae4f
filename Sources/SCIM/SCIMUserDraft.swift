import Records
import Support

/// The user that a directory's request describes.
///
/// Invalid values of optional attributes are ignored; optional attributes that a whole resource omits are cleared. A
/// deactivation is carried out whatever else is wrong with the request.
package struct SCIMUserDraft {
  package private(set) var userName: String
  package private(set) var email: String
  package private(set) var firstName = ""
  package private(set) var lastName = ""
  package let title: String?
  package let language: String?
  package let timeZone: String?
  package private(set) var externalID: String?
  /// nil: not stated.
  package let isActive: Bool?
  package let manager: SCIMManager

  /// The longest user name, in bytes; limited because it is indexed.
  private static let nameLimit = 1_000

  /// - Parameter current: the stored user; nil for a new one.
  /// - Throws: `SCIMFault` for an invalid or missing value that must not be ignored.
  package init(_ body: SCIMBody, over current: SCIMUser?) throws {
    let value = body.value
    isActive = body.names("active") ? try Self.active(value["active"]) : nil
    let isLeaver = isActive == false && current != nil
    if let fault = body.fault, !isLeaver { throw fault }
    let name = value["userName"]?.word(limit: Self.nameLimit).flatMap { $0.isEmpty ? nil : $0 }
    guard let userName = name ?? (isLeaver ? current?.userName : nil) else {
      throw SCIMFault(.invalidValue, "userName is required: a string of at most \(Self.nameLimit) bytes, not empty.")
    }
    self.userName = userName
    email = try Self.email(body, userName, current)
    title = Self.optional(value["title"], current?.title) { $0 }
    language = Self.optional(value["preferredLanguage"], current?.language, Self.language)
    timeZone = Self.optional(value["timezone"], current?.timeZone) { try? Self.zone?.words($0) }
    externalID = Self.optional(value["externalId"], current?.externalID, IdentityKind.scim.normalized)
    manager = SCIMManager(body)
    (firstName, lastName) = names(value, current)
  }

  /// The `userName` to store; nil if it is the address.
  package var ownUserName: String? { EmailAddress.normalized(userName) == email ? nil : userName }

  /// Restores the stored names and identifiers: a conflict with another user must not prevent a deactivation.
  package mutating func keepNames(of user: SCIMUser) {
    (userName, email, externalID) = (user.userName, user.email, user.externalID)
  }

  /// - Throws: `SCIMFault` for an invalid value, which must not be ignored since it may mean a deactivation.
  private static func active(_ value: JSONValue?) throws -> Bool? {
    guard let value, !value.isEmpty else { return nil }
    guard let flag = value.flag else { throw SCIMFault(.invalidValue, "active is neither true nor false.") }
    return flag
  }

  private static func optional(
    _ value: JSONValue?, _ current: String?, _ checked: (String) -> String?
  ) -> String? {
    guard let value, !value.isEmpty else { return nil }
    return value.word().flatMap(checked) ?? current
  }

  private static let zone = RecordKind.users.field(named: "time_zone")
  private static let tag = RecordKind.users.field(named: "language")

  /// The first of a list in the format of `Accept-Language`; `_` is accepted for `-`.
  private static func language(_ text: String) -> String? {
    let first = text.split(separator: ",").first?.split(separator: ";").first ?? ""
    return try? tag?.words(first.replacing("_", with: "-").filter { $0 != " " })
  }
}

// Addresses and names, which users of the platform always have.

extension SCIMUserDraft {
  /// Among the valid addresses: the primary one, else the one of type work, else the first. Without any, `userName` if
  /// it is an address.
  private static func email(_ body: SCIMBody, _ userName: String, _ current: SCIMUser?) throws -> String {
    // The stored address remains valid even if the rules for new ones change.
    func address(_ text: String?) -> String? {
      text.flatMap { $0 == current?.email ? $0 : EmailAddress.normalized($0) }
    }
    let list = (body.value["emails"]?.values ?? []).filter { address($0.word()) != nil }
    let chosen =
      list.last { $0["primary"]?.flag == true }
      ?? list.first { $0["type"]?.string?.asciiLowercased == "work" } ?? list.first
    let isName = address(userName)
    guard let chosen = address(chosen?.word()) else {
      if let address = isName ?? current?.email { return address }
      throw SCIMFault(.invalidValue, "An e-mail address is required, in emails or as userName.")
    }
    // If the name has been the address so far, a PATCH that only changes `userName` also changes the address.
    let isRenamed = body.named?.contains("username") == true && !body.names("emails")
    if isRenamed, let current, current.ownUserName == nil, let isName { return isName }
    return chosen
  }

  /// A user has a first and a last name; a missing one is derived from the other attributes, or unchanged.
  private func names(_ body: JSONValue, _ current: SCIMUser?) -> (String, String) {
    func text(_ value: JSONValue?) -> String? { value?.word().flatMap { $0.isEmpty ? nil : $0 } }
    let name = body["name"]
    let (given, family) = (text(name?["givenName"]), text(name?["familyName"]))
    let whole = text(body["displayName"]) ?? text(name?["formatted"])
    if let current, whole == nil || given != nil || family != nil {
      return (given ?? current.firstName, family ?? current.lastName)
    }
    let derived = PersonName(given: given, family: family, whole: whole, email: email)
    return (derived.first, derived.last)
  }
}
