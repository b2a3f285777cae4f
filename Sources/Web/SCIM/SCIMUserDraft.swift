import Foundation
import Records

/// A user as a directory wants them to be.
struct SCIMUserDraft {
  let userName: String
  let email: String
  let firstName: String
  let lastName: String
  let title: String?
  let language: String?
  let timeZone: String?
  let externalID: String?
  /// nil: the directory says nothing of it.
  let isActive: Bool?
  var managerID: String?

  /// - Parameters:
  ///   - current: the user as they are; nil for a new one.
  ///   - isPatch: whether the body says again what has not changed.
  init(_ body: JSONValue, over current: SCIMUser?, isPatch: Bool = false) throws {
    guard let userName = try Self.text(body, "userName") else {
      throw SCIMFault(.invalidValue, "userName is empty; a value is required.")
    }
    self.userName = userName
    email = try Self.email(body, userName, current, isPatch)
    (firstName, lastName) = try Self.names(body, email)
    title = try Self.text(body, "title")
    language = try Self.text(body, "preferredLanguage")
    timeZone = try Self.text(body, "timezone")
    externalID = try Self.text(body, "externalId")
    isActive = try Self.flag(body, "active")
    managerID = try Self.manager(body)
  }

  /// What is kept of `userName`: nothing, where it is the address.
  var ownUserName: String? { userName.lowercased() == email ? nil : userName }

  private static func text(_ body: JSONValue, _ name: String) throws -> String? {
    guard let value = body[name], !value.isNull else { return nil }
    guard let text = value.string else { throw SCIMFault(.invalidValue, "\(name) is no text.") }
    guard !text.utf8.contains(0), text.utf8.count <= Field.textLimit else {
      throw SCIMFault(.invalidValue, "\(name) holds a NUL, or more than 64 KiB.")
    }
    return text.isEmpty ? nil : text
  }

  /// Some directories write the texts "True" and "False".
  private static func flag(_ body: JSONValue, _ name: String) throws -> Bool? {
    switch body[name] {
    case nil, .null: return nil
    case .bool(let flag): return flag
    case .string(let text) where Bool(text.lowercased()) != nil: return Bool(text.lowercased())
    default: throw SCIMFault(.invalidValue, "\(name) is neither true nor false.")
    }
  }

  /// The primary address, else that of type work, else the first; without any, `userName` if it is an address.
  private static func email(_ body: JSONValue, _ userName: String, _ current: SCIMUser?, _ isPatch: Bool) throws
    -> String
  {
    let list = (body["emails"]?.items ?? []).filter { $0["value"]?.string?.isEmpty == false }
    let chosen =
      try list.last { try flag($0, "primary") == true }
      ?? list.first { $0["type"]?.string?.lowercased() == "work" } ?? list.first
    let isName = try? address(userName)
    guard let chosen = try chosen?["value"]?.string.map(address) else {
      if let address = isName ?? current?.email { return address }
      throw SCIMFault(.invalidValue, "emails is empty, and userName is no e-mail address; one is required.")
    }
    // Whose name has been their address goes on so, if a PATCH renames them alone.
    if isPatch, let current, current.ownUserName == nil, chosen == current.email, let isName { return isName }
    return chosen
  }

  private static func address(_ text: String) throws -> String {
    try RecordKind.users.field(named: "email")?.words(text) ?? text
  }

  /// A user of the platform has two names; what a directory leaves out is taken from what it does tell.
  private static func names(_ body: JSONValue, _ email: String) throws -> (String, String) {
    let name = body["name"] ?? .null
    let (given, family) = (try text(name, "givenName"), try text(name, "familyName"))
    if let given, let family { return (given, family) }
    let local = String(email.prefix { $0 != "@" })
    let shown = try text(body, "displayName") ?? text(name, "formatted") ?? local
    let words = shown.split(separator: " ")
    let first = given ?? words.dropLast().joined(separator: " ")
    return (first.isEmpty ? shown : first, family ?? words.last.map(String.init) ?? local)
  }

  /// By `value`, by the last part of `$ref`, or, as some directories have it, as a bare text or a list of one.
  private static func manager(_ body: JSONValue) throws -> String? {
    guard var manager = body[SCIM.enterpriseUser]?["manager"] ?? body["manager"] else { return nil }
    if let items = manager.items { manager = items.first ?? .null }
    if let text = manager.string { return text.isEmpty ? nil : text }
    if let value = try text(manager, "value") { return value }
    return try text(manager, "$ref").flatMap { $0.split(separator: "/").last?.removingPercentEncoding }
  }
}
