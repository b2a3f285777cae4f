import Access
import DatabaseAccess
import Foundation
import Records
import Statistics
import Store

/// Imports a form as records, so that history, standings and all rules apply as for other records.
struct MemberEditor {
  let access: MemberAccess
  let session: any SQLSession
  let context: FieldContext

  var viewer: Viewer { access.viewer }

  init(_ viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    access = MemberAccess(of: viewer)
    context = FieldContext(now: now)
    self.session = session
  }

  /// - Returns: the new user's key and id, and their roles and managers.
  /// - Throws: `RejectedForm`.
  func create(_ form: MemberForm) throws -> (key: Int, id: String, change: MemberChange) {
    var form = form
    var row = RecordRow(kind: .users)
    let id = UUID().uuidString.lowercased()
    row.set("id", .text(id))
    row.set("created_at", .integer(context.now))
    row.set("channel", .text(form.way == .invitation ? "invitation" : "admin"))
    row.set("invited_by", .text(viewer.id))
    form.fill(&row, context)
    try refuseTaken(row, &form)
    if form.addedPlaces.isEmpty, !viewer.roles.seesEverybody { form.errors["group"] = "member_error_group" }
    let (key, rows) = try apply(row, form, open: [])
    return (key, id, MemberChange(nil, row, rows))
  }

  /// - Returns: what changed.
  /// - Throws: `RejectedForm`.
  func change(_ member: MemberRecord, _ form: MemberForm) throws -> MemberChange {
    var form = form
    var row = member.row
    if member.isTheirs {
      form.fill(&row, context)
      try refuseTaken(row, &form)
      if !member.isWayInTheirs, row["email"] != member.row["email"] { form.errors["email"] = "member_error_way_in" }
      // The owner is never deleted automatically.
      if member.memberships.contains(where: { $0.place.role == "owner" }), !row["auto_delete_on"].isNone {
        form.errors["auto_delete_on"] = "member_error_owner"
      }
    }
    let (_, rows) = try apply(row, form, open: Set(member.memberships.map(\.place)))
    return MemberChange(member.row, row, rows)
  }

  private func refuseTaken(_ row: RecordRow, _ form: inout MemberForm) throws {
    guard let email = row["email"].text, try isTaken(email, but: row["id"].text) else { return }
    form.errors["email"] = "member_error_taken"
  }

  /// Whether another current user has this address.
  func isTaken(_ email: String, but id: String?) throws -> Bool {
    try session.number(
      "SELECT count(*) FROM users WHERE email = \(email) AND deleted_at IS NULL AND id <> \(id)") > 0
  }

  /// - Parameter open: the user's active memberships.
  /// - Returns: the user's key, and the memberships and manager relations that are opened and closed.
  private func apply(
    _ row: RecordRow, _ form: MemberForm, open: Set<MemberForm.Place>
  ) throws -> (key: Int, rows: [RecordRow]) {
    var form = form
    let id = row["id"].text ?? ""
    let places = try places(of: id, but: open, &form)
    guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
    do {
      var importSession = try ImportSession(session)
      try importSession.add(InMemoryRecords(.users, [row]))
      let key = try session.number("SELECT key FROM users WHERE id = \(id)")
      var rows = places
      if importSession.faults.isEmpty {
        rows = try closedPlaces(of: key, form) + places
        let managers = try managers(of: key, id, &form)
        try importSession.add(InMemoryRecords(.memberships, rows))
        try importSession.add(InMemoryRecords(.managers, managers))
        rows += managers
      }
      guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
      try importSession.finish()
      return (key, rows)
    } catch let faults as ValidationErrors {
      throw RejectedForm(errors: Self.errors(faults))
    }
  }

  /// The errors of record validation, by form field.
  private static func errors(_ faults: ValidationErrors) -> [String: String] {
    let fault = faults.first.first?.fault
    return switch fault?.field {
    case "email": ["email": "member_error_taken"]
    case let field? where field.hasPrefix("custom:"): ["custom.\(field.dropFirst(7))": "member_error_date"]
    case "role": ["group": "member_error_last_owner"]
    case "manager": ["add_manager": "member_error_manager_self"]
    default: ["form": "member_error_other"]
    }
  }
}

// Memberships and managers.

extension MemberEditor {
  func places(of id: String, but open: Set<MemberForm.Place>, _ form: inout MemberForm) throws -> [RecordRow] {
    var seen = open
    var rows: [RecordRow] = []
    let given = try access.roles(in: form.addedPlaces.map(\.group), session)
    for place in form.addedPlaces where seen.insert(place).inserted {
      guard given[ID(text: place.group)]?.contains(place.role) == true else {
        form.errors["group"] = "member_error_role"
        continue
      }
      var row = RecordRow(kind: .memberships)
      row.set("group", .text(place.group))
      row.set("user", .text(id))
      row.set("role", .text(place.role))
      row.set("since", .integer(context.now))
      rows.append(row)
    }
    return rows
  }

  /// The memberships that were shown and unticked. Unchanged ones are not checked, so that those the viewer may not
  /// change cause no error.
  private func closedPlaces(of key: Int, _ form: MemberForm) throws -> [RecordRow] {
    let added = Set(form.addedPlaces)
    let closed = form.shownPlaces.subtracting(form.keptPlaces).subtracting(added)
    let given = try access.roles(in: closed.map(\.group), session)
    return try closed.sorted { $0.text < $1.text }.flatMap { place -> [RecordRow] in
      guard given[ID(text: place.group)]?.contains(place.role) == true else {
        throw RejectedForm(errors: ["group": "member_error_role"])
      }
      return try UserDeletion.open(
        .memberships, "AND o.id = \(place.group) AND m.role = \(place.role)", of: key, until: context.now, session)
    }
  }

  /// A manager sees the user's statistics, so viewers can name one only if they see both the user and the manager.
  private func managers(of key: Int, _ id: String, _ form: inout MemberForm) throws -> [RecordRow] {
    let closed = form.shownManagers.subtracting(form.keptManagers)
    let wanted = form.managerAddresses
    if closed.isEmpty && wanted.isEmpty { return [] }
    guard try Scope.theirUsers(of: viewer).contains(key, session) else {
      form.errors["add_manager"] = "member_error_manager_rights"
      return []
    }
    var rows: [RecordRow] = []
    for manager in closed.map(\.text).sorted() {
      rows += try UserDeletion.open(.managers, "AND o.id = \(manager)", of: key, until: context.now, session)
    }
    for candidate in try candidates(wanted, for: key, &form) {
      guard candidate.id != id else {
        form.errors["add_manager"] = "member_error_manager_self"
        continue
      }
      if candidate.isOpen { continue }
      var row = RecordRow(kind: .managers)
      row.set("user", .text(id))
      row.set("manager", .text(candidate.id))
      row.set("since", .integer(context.now))
      rows.append(row)
    }
    return rows
  }

  /// Finds users by e-mail address among the viewer's members and the viewer; an unknown address is an error.
  private func candidates(
    _ addresses: [String], for key: Int, _ form: inout MemberForm
  ) throws -> [(id: String, isOpen: Bool)] {
    let addresses = Set(addresses).sorted()
    let found = try session.all(
      """
      SELECT p.id, p.email, CASE WHEN EXISTS (SELECT 1 FROM managers AS m
        WHERE m.user_key = \(key) AND m.manager_key = p.key AND m.until IS NULL) THEN 1 ELSE 0 END
      FROM users AS p WHERE p.email \(anyOf: addresses) AND p.deleted_at IS NULL
      AND (\(sql: Scope.members(of: viewer).holds("p.key")) OR p.key = \(viewer.key)) ORDER BY p.email
      """
    ) { (id: $0.text(at: 0), email: $0.text(at: 1), isOpen: $0.flag(2)) }
    if !Set(addresses).isSubset(of: found.map(\.email)) { form.errors["add_manager"] = "member_error_manager_unknown" }
    return found.map { ($0.id, $0.isOpen) }
  }
}
