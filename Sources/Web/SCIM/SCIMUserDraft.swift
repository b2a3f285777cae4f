import Foundation
import Records

/// A user as a directory wants them to be.
///
/// Of what is optional, a value that is not understood changes nothing; what is left out of a whole resource is emptied. A
/// user who is to be deactivated is, whatever else is wrong with the request.
struct SCIMUserDraft {
  private(set) var userName: String
  private(set) var email: String
  private(set) var firstName = ""
  private(set) var lastName = ""
  let title: String?
  let language: String?
  let timeZone: String?
  private(set) var externalID: String?
  /// nil: the directory says nothing of it.
  let isActive: Bool?
  let manager: SCIMManager

  /// The longest user name, in bytes: an index holds it whole.
  private static let nameLimit = 1_000

  /// - Parameter current: the user as they are; nil for a new one.
  init(_ body: SCIMBody, over current: SCIMUser?) throws {
    let value = body.value
    isActive = body.names("active") ? try Self.active(value["active"]) : nil
    let isLeaver = isActive == false && current != nil
    if let fault = body.fault, !isLeaver { throw fault }
    let name = value["userName"]?.word(limit: Self.nameLimit).flatMap { $0.isEmpty ? nil : $0 }
    guard let userName = name ?? (isLeaver ? current?.userName : nil) else {
      throw SCIMFault(.invalidValue, "userName is empty, or no text of up to \(Self.nameLimit) bytes; it is required.")
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

  /// What is kept of `userName`: nothing, where it is the address.
  var ownUserName: String? { EmailAddress.normalized(userName) == email ? nil : userName }

  /// Leaves the names by which the user is known as they were: what is another's cannot keep a leaver in.
  mutating func keepNames(of user: SCIMUser) {
    (userName, email, externalID) = (user.userName, user.email, user.externalID)
  }

  /// - Throws: if it is said, and not understood: somebody who has left may be meant.
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

  /// The first of a list as in `Accept-Language`, also with `_` for `-`.
  private static func language(_ text: String) -> String? {
    let first = text.split(separator: ",").first?.split(separator: ";").first ?? ""
    return try? tag?.words(first.replacing("_", with: "-").filter { $0 != " " })
  }
}

// Addresses and names, which a user of the platform always has.

extension SCIMUserDraft {
  /// The primary address, else that of type work, else the first, of those that are addresses; without any, `userName` if it
  /// is one.
  private static func email(_ body: SCIMBody, _ userName: String, _ current: SCIMUser?) throws -> String {
    // An address that is in the store stays good, whatever is asked of new ones.
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
      throw SCIMFault(.invalidValue, "emails has no e-mail address, and userName is none; one is required.")
    }
    // Whose name has been their address goes on so, if a PATCH renames them alone.
    let isRenamed = body.named?.contains("username") == true && !body.names("emails")
    if isRenamed, let current, current.ownUserName == nil, let isName { return isName }
    return chosen
  }

  /// A user of the platform has two names; what a directory leaves out is taken from what it does tell, or stays.
  private func names(_ body: JSONValue, _ current: SCIMUser?) -> (String, String) {
    func text(_ value: JSONValue?) -> String? { value?.word().flatMap { $0.isEmpty ? nil : $0 } }
    let name = body["name"]
    let (given, family) = (text(name?["givenName"]), text(name?["familyName"]))
    if let given, let family { return (given, family) }
    let whole = text(body["displayName"]) ?? text(name?["formatted"])
    if let current, whole == nil || given != nil || family != nil {
      return (given ?? current.firstName, family ?? current.lastName)
    }
    let local = String(email.prefix { $0 != "@" })
    let shown = whole ?? local
    let words = shown.split(separator: " ")
    let first = given ?? words.dropLast().joined(separator: " ")
    return (first.isEmpty ? shown : first, family ?? words.last.map(String.init) ?? local)
  }
}

/// What a request says of a user's manager.
enum SCIMManager: Equatable {
  case unsaid
  /// The user has none, says the request; or, a whole resource, names none.
  case removed, leftOut
  /// By id, `externalId` or `userName`.
  case named(String)

  /// The longest reference that waits for its user, in bytes.
  static let limit = 256

  init(_ body: SCIMBody) {
    guard body.names("manager") else {
      self = .unsaid
      return
    }
    guard let value = body.value[SCIM.enterpriseUser]?["manager"] ?? body.value["manager"] else {
      self = body.named == nil ? .leftOut : .removed
      return
    }
    if let reference = value.reference {
      let isSound = reference.utf8.count <= Self.limit && !reference.utf8.contains { $0 < 0x20 || $0 == 0x7F }
      self = isSound ? .named(reference) : .unsaid
    } else {
      // A name to be shown alone names nobody.
      self = value.isEmpty || value["value"]?.isEmpty == true ? .removed : .unsaid
    }
  }
}
