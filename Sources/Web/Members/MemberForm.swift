import Access
import Foundation
import Records
import Spreadsheets

/// What was typed about a member, and what is wrong with it: names of fields → keys of texts.
struct MemberForm: Sendable {
  /// How somebody new comes in.
  enum Way: String, CaseIterable, Sendable {
    case invitation, password
  }

  /// A membership as a form names it: `ROLE GROUP`.
  struct Place: Hashable, Sendable {
    let role: String
    let group: String

    init(role: String, group: String) {
      self.role = role
      self.group = group
    }

    init?(_ text: String) {
      let parts = text.splitBytes(at: " ", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      (role, group) = (parts[0], parts[1])
    }

    var text: String { "\(role) \(group)" }

    static func == (a: Place, b: Place) -> Bool { a.text.equalsBytes(of: b.text) }
    func hash(into hasher: inout Hasher) { ID(text: text).hash(into: &hasher) }
  }

  /// The fields of a record that the form shows, beside custom ones.
  static let fields = ["first_name", "last_name", "email", "title", "additional_information", "language"]
  private static let textLimit = 2_000
  /// What is said where a text is no value of its field.
  private static let faults = [
    "email": "member_error_email", "language": "member_error_language", "auto_delete_on": "member_error_date",
  ]
  /// By the names of `fields`, and `auto_delete_on`.
  var texts: [String: String] = [:]
  /// Whether the address could be typed.
  private(set) var showedEmail = false
  /// By the ids of custom fields.
  var custom: [String: String] = [:]
  var way = Way.invitation
  var password = ""
  /// Of what the form showed, what is to stay: what it did not show is not touched.
  var shownPlaces: Set<Place> = []
  var keptPlaces: Set<Place> = []
  var addedPlaces: [Place] = []
  var shownManagers: Set<ID> = []
  var keptManagers: Set<ID> = []
  var addedManagers = ""
  /// What was typed to find groups; the form is shown again with those, and nothing is kept.
  private(set) var search: Query?
  /// Former memberships with which somebody comes back who is restored.
  var formerPlaces: [Place] = []
  /// Ids of former managers who come back with somebody who is restored.
  var formerManagers: Set<ID> = []
  /// Whether it was sent to restore somebody.
  var isRestore = false
  var errors: [String: String] = [:]

  init() {}

  static let parameters =
    Parameters((fields + ["auto_delete_on"]).map { .once($0) }) + places
    + [
      .family("custom."), "way", "new_password", .many("had"), .many("keep"), .many("had_manager"),
      .many("keep_manager"), "add_manager",
    ]
  /// Groups and the roles in them, pair by pair; and the search for groups, with its button.
  static let places: Parameters = [.many("group"), .many("role"), .once(Picker.search("group")), "find"]
  /// Those, and what a restored user had before.
  static let restored: Parameters = places + [.many("back"), .many("back_manager")]

  init(_ query: Query) {
    for name in Self.fields + ["auto_delete_on"] { texts[name] = Self.trimmed(query[name]) }
    showedEmail = query.items.contains { $0.name.equalsBytes(of: "email") }
    for item in query.items where item.name.startsWithBytes(of: "custom.") {
      custom[String(decoding: item.name.utf8.dropFirst(7), as: UTF8.self)] = Self.trimmed(item.value)
    }
    way = query["way"].flatMap(Way.init) ?? .invitation
    password = query["new_password"] ?? ""
    shownPlaces = Set(query.all("had").compactMap(Place.init))
    keptPlaces = Set(query.all("keep").compactMap(Place.init))
    let groups = query.items.filter { $0.name == "group" }.map(\.value)
    let roles = query.items.filter { $0.name == "role" }.map(\.value)
    formerPlaces = query.all("back").compactMap(Place.init)
    addedPlaces = zip(groups, roles).filter { !$0.0.isEmpty && !$0.1.isEmpty }.map { Place(role: $0.1, group: $0.0) }
    formerManagers = Set(ids: query.all("back_manager"))
    search = query["find"] == nil ? nil : query.only([Picker.search("group")])
    shownManagers = Set(ids: query.all("had_manager"))
    keptManagers = Set(ids: query.all("keep_manager"))
    addedManagers = Self.trimmed(query["add_manager"])
  }

  private static func trimmed(_ text: String?) -> String {
    (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The managers to be added, as typed: addresses, one after another.
  var managerAddresses: [String] {
    addedManagers.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { EmailAddress.lookup(String($0)) }
  }

  /// What can be told without the store. A date is to come, unless it was there before.
  mutating func check(today: Int, dateBefore: Int?) {
    for name in ["first_name", "last_name", "email"] where (texts[name] ?? "").isEmpty {
      errors[name] = "member_error_required"
    }
    for (name, text) in texts where text.utf8.count > Self.textLimit { errors[name] = "member_error_long" }
    for (id, text) in custom where text.utf8.count > Self.textLimit { errors["custom.\(id)"] = "member_error_long" }
    if let text = texts["auto_delete_on"], !text.isEmpty {
      let day = Instant.days(text)
      if day == nil { errors["auto_delete_on"] = "member_error_date" }
      if let day, day <= today, day != dateBefore { errors["auto_delete_on"] = "member_error_date_past" }
    }
  }

  /// Of somebody new who comes in by a password.
  mutating func checkPassword() async {
    guard way == .password else { return }
    let owner = PasswordOwner(
      firstName: texts["first_name"] ?? "", lastName: texts["last_name"] ?? "", email: texts["email"] ?? "")
    if let fault = await Password.fault(password, again: password, of: owner) {
      errors["new_password"] = "password_\(fault.rawValue)"
    }
  }

  /// Writes the person's own fields into a record; what is no value of its field becomes an error.
  mutating func fill(_ row: inout RecordRow, _ context: FieldContext) {
    for name in Self.fields + ["auto_delete_on"] {
      do { try row.set(name, texts[name], context) } catch {
        errors[name] = errors[name] ?? Self.faults[name] ?? "member_error_long"
      }
    }
    for (id, value) in custom { row.custom[id] = value.isEmpty ? nil : value }
  }
}

/// A form that is not taken: it is shown again, with what is wrong beside the fields.
struct RefusedForm: Error {
  let errors: [String: String]
}
