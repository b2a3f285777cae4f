import Access
import Calendar
import Foundation
import Records
import Spreadsheets

/// The input of a member's form, and its errors: names of fields → keys of messages.
struct MemberForm: Sendable {
  /// How a new user signs in for the first time.
  enum Way: String, CaseIterable, Sendable {
    case invitation, password
  }

  /// A membership as a form submits it: `ROLE GROUP`.
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

  /// The fields of a record in the form, in addition to custom fields.
  static let fields = ["first_name", "last_name", "email", "title", "additional_information", "language"]
  private static let textLimit = 2_000
  /// The message for an invalid value, by field.
  private static let faults = [
    "email": "member_error_email", "language": "member_error_language", "auto_delete_on": "member_error_date",
  ]
  /// By the names of `fields`, and `auto_delete_on`.
  var texts: [String: String] = [:]
  /// Whether the form had an editable e-mail field.
  private(set) var showedEmail = false
  /// By the ids of custom fields.
  var custom: [String: String] = [:]
  var way = Way.invitation
  var password = ""
  /// Of the memberships shown in the form, those to keep. Memberships that were not shown are not changed.
  var shownPlaces: Set<Place> = []
  var keptPlaces: Set<Place> = []
  var addedPlaces: [Place] = []
  var shownManagers: Set<ID> = []
  var keptManagers: Set<ID> = []
  var addedManagers = ""
  /// The input of the group search; the form is shown again with it, and nothing is saved.
  private(set) var search: Query?
  /// Former memberships to restore with a deleted user.
  var formerPlaces: [Place] = []
  /// Ids of former managers to restore with a deleted user.
  var formerManagers: Set<ID> = []
  /// Whether the form restores a deleted user.
  var isRestore = false
  var errors: [String: String] = [:]

  init() {}

  static let parameters =
    Parameters((fields + ["auto_delete_on"]).map { .once($0) }) + places
    + [
      .family("custom."), "way", "new_password", .many("had"), .many("keep"), .many("had_manager"),
      .many("keep_manager"), "add_manager",
    ]
  /// Pairs of group and role; and the search for groups, with its button.
  static let places: Parameters = [.many("group"), .many("role"), .once(Picker.search("group")), "find"]
  /// Those, and the former memberships and managers of a restored user.
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

  /// The e-mail addresses of managers to add, normalized for look-up.
  var managerAddresses: [String] {
    addedManagers.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { EmailAddress.lookup(String($0)) }
  }

  /// Validation that needs no database. A date must be in the future, unless it is unchanged.
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

  /// For a new user with a password.
  mutating func checkPassword() async {
    guard way == .password else { return }
    let owner = PasswordOwner(
      firstName: texts["first_name"] ?? "", lastName: texts["last_name"] ?? "", email: texts["email"] ?? "")
    if let fault = await Password.fault(password, again: password, of: owner) {
      errors["new_password"] = "password_\(fault.rawValue)"
    }
  }

  /// Writes the fields into a record; invalid values become errors.
  mutating func fill(_ row: inout RecordRow, _ context: FieldContext) {
    for name in Self.fields + ["auto_delete_on"] {
      do { try row.set(name, texts[name], context) } catch {
        errors[name] = errors[name] ?? Self.faults[name] ?? "member_error_long"
      }
    }
    for (id, value) in custom { row.custom[id] = value.isEmpty ? nil : value }
  }
}

/// A rejected form: it is shown again, with the errors next to the fields.
struct RejectedForm: Error {
  let errors: [String: String]
}
