import Access
import DatabaseAccess
import Foundation
import Records
import Statistics
import Store

/// Takes a form in, as records: history, standings and all rules hold as for any other.
struct MemberWriting {
  let access: MemberAccess
  let session: any SQLSession
  let context: FieldContext

  var viewer: Viewer { access.viewer }

  init(_ viewer: Viewer, now: Int, _ session: any SQLSession) throws {
    access = try MemberAccess(of: viewer, session)
    context = FieldContext(now: now)
    self.session = session
  }

  /// - Returns: the new user's key and id.
  /// - Throws: `RefusedForm`.
  func create(_ form: MemberForm) throws -> (key: Int, id: String) {
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
    return (try take(row, form, open: []), id)
  }

  /// - Throws: `RefusedForm`.
  func change(_ member: MemberRecord, _ form: MemberForm) throws {
    var form = form
    var row = member.row
    if member.isTheirs {
      form.fill(&row, context)
      try refuseTaken(row, &form)
      // The account of the owner is never deleted by itself.
      if member.memberships.contains(where: { $0.place.role == "owner" }), !row["auto_delete_on"].isNone {
        form.errors["auto_delete_on"] = "member_error_owner"
      }
    }
    _ = try take(row, form, open: Set(member.memberships.map(\.place)))
    // Whoever had a link at the address of before must not come in by it.
    if row["email"] != member.row["email"] { try PasswordLink.end(of: member.key, session) }
  }

  private func refuseTaken(_ row: RecordRow, _ form: inout MemberForm) throws {
    guard let email = row["email"].text, try isTaken(email, but: row["id"].text) else { return }
    form.errors["email"] = "member_error_taken"
  }

  /// Whether the address is that of another user who is not deleted.
  func isTaken(_ email: String, but id: String?) throws -> Bool {
    try session.number(
      "SELECT count(*) FROM users WHERE email = \(email) AND deleted_at IS NULL AND id <> \(id)") > 0
  }

  /// - Parameter open: the memberships that the user has.
  private func take(_ row: RecordRow, _ form: MemberForm, open: Set<MemberForm.Place>) throws -> Int {
    var form = form
    let id = row["id"].text ?? ""
    let places = places(of: id, but: open, &form)
    guard form.errors.isEmpty else { throw RefusedForm(errors: form.errors) }
    do {
      var taking = try TakingIn(session)
      try taking.take(MadeRecords(.users, [row]))
      let key = try session.number("SELECT key FROM users WHERE id = \(id)")
      if taking.faults.isEmpty {
        let closed = try closedPlaces(of: key, form)
        try taking.take(MadeRecords(.memberships, closed + places))
        try taking.take(MadeRecords(.managers, try managers(of: key, id, &form)))
      }
      guard form.errors.isEmpty else { throw RefusedForm(errors: form.errors) }
      try taking.finish()
      return key
    } catch let faults as Faults {
      throw RefusedForm(errors: Self.errors(faults))
    }
  }

  /// What the checks of records find, beside its field.
  private static func errors(_ faults: Faults) -> [String: String] {
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

extension MemberWriting {
  func places(of id: String, but open: Set<MemberForm.Place>, _ form: inout MemberForm) -> [RecordRow] {
    var seen = open
    var rows: [RecordRow] = []
    for place in form.addedPlaces where seen.insert(place).inserted {
      guard access.mayGive(place.role, in: place.group) else {
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

  /// What was shown and is not to be kept; an untouched one of another's is not in the way.
  private func closedPlaces(of key: Int, _ form: MemberForm) throws -> [RecordRow] {
    let added = Set(form.addedPlaces)
    let closed = form.shownPlaces.subtracting(form.keptPlaces).subtracting(added)
    return try closed.sorted { $0.text < $1.text }.flatMap { place -> [RecordRow] in
      guard access.mayGive(place.role, in: place.group) else {
        throw RefusedForm(errors: ["group": "member_error_role"])
      }
      return try UserEnd.open(
        .memberships, "AND o.id = \(place.group) AND m.role = \(place.role)", of: key, until: context.now, session)
    }
  }

  /// Whoever names a manager lets them see the user's statistics: so they must see these themself, and the manager.
  private func managers(of key: Int, _ id: String, _ form: inout MemberForm) throws -> [RecordRow] {
    let closed = form.shownManagers.subtracting(form.keptManagers)
    let wanted = form.managerAddresses
    if closed.isEmpty && wanted.isEmpty { return [] }
    guard try Scope.theirUsers(of: viewer).contains(key, session) else {
      form.errors["add_manager"] = "member_error_manager_rights"
      return []
    }
    var rows: [RecordRow] = []
    for manager in closed.sorted() {
      rows += try UserEnd.open(.managers, "AND o.id = \(manager)", of: key, until: context.now, session)
    }
    let scope = Scope.members(of: viewer)
    for email in Set(wanted).sorted() {
      let found = try session.first(
        """
        SELECT p.id FROM users AS p WHERE p.email = \(email) AND p.deleted_at IS NULL
        AND (\(sql: scope.holds("p.key")) OR p.key = \(viewer.key))
        """
      ) { $0.text(at: 0) }
      guard let found else {
        form.errors["add_manager"] = "member_error_manager_unknown"
        continue
      }
      guard found != id else {
        form.errors["add_manager"] = "member_error_manager_self"
        continue
      }
      let isOpen = try !UserEnd.open(.managers, "AND o.id = \(found)", of: key, until: nil, session).isEmpty
      if isOpen { continue }
      var row = RecordRow(kind: .managers)
      row.set("user", .text(id))
      row.set("manager", .text(found))
      row.set("since", .integer(context.now))
      rows.append(row)
    }
    return rows
  }
}
