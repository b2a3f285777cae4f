import Access
import Calendar
package import Records

/// The input of a member's form, and its errors: names of fields → keys of messages.
package struct MemberForm: Sendable {
  /// How a new user signs in for the first time.
  package enum Way: String, CaseIterable, Sendable {
    case invitation, password
  }

  /// A membership as a form submits it: `ROLE GROUP`.
  package struct Place: Hashable, Sendable {
    package let role: String
    package let group: String

    package init(role: String, group: String) {
      self.role = role
      self.group = group
    }

    package init?(_ text: String) {
      let parts = text.splitBytes(at: " ", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      (role, group) = (parts[0], parts[1])
    }

    package var text: String { "\(role) \(group)" }

    package static func == (a: Place, b: Place) -> Bool { a.text.equalsBytes(of: b.text) }
    package func hash(into hasher: inout Hasher) { ID(text: text).hash(into: &hasher) }
  }

  /// The fields of a record in the form, in addition to custom fields.
  package static let fields = ["first_name", "last_name", "email", "title", "additional_information", "language"]
  private static let textLimit = 2_000
  /// The message for an invalid value, by field.
  private static let faults = [
    "email": "member_error_email", "language": "member_error_language", "auto_delete_on": "member_error_date",
  ]
  /// By the names of `fields`, and `auto_delete_on`.
  package var texts: [String: String] = [:]
  /// Whether the form had an editable e-mail field.
  package var showedEmail = false
  /// By the ids of custom fields.
  package var custom: [String: String] = [:]
  package var way = Way.invitation
  package var password = ""
  /// Of the memberships shown in the form, those to keep. Memberships that were not shown are not changed.
  package var shownPlaces: Set<Place> = []
  package var keptPlaces: Set<Place> = []
  package var addedPlaces: [Place] = []
  package var shownManagers: Set<ID> = []
  package var keptManagers: Set<ID> = []
  package var addedManagers = ""
  /// The text of the group search; the form is shown again with it, and nothing is saved. nil: no search.
  package var search: String?
  /// Former memberships to restore with a deleted user.
  package var formerPlaces: [Place] = []
  /// Ids of former managers to restore with a deleted user.
  package var formerManagers: Set<ID> = []
  /// Whether the form restores a deleted user.
  package var isRestore = false
  package var errors: [String: String] = [:]

  package init() {}

  /// The e-mail addresses of managers to add, normalized for look-up.
  var managerAddresses: [String] {
    addedManagers.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map { EmailAddress.lookup(String($0)) }
  }

  /// Validation that needs no database. A date must be in the future, unless it is unchanged.
  package mutating func check(today: Int, dateBefore: Int?) {
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
  package mutating func checkPassword() async {
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
