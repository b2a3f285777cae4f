package import Access
package import DatabaseAccess
import Import
import Jobs
import Records
import Store

/// What a viewer does with members. Changes are imported as records, so that history, standings and all rules apply as
/// for other records, and noted in the audit log, all in one transaction.
package struct MemberEditor {
  package let access: MemberAccess
  let session: any SQLSession
  let context: FieldContext
  /// The system clock, seconds UTC.
  let machineNow: Int
  /// Whether emails are sent.
  let canMail: Bool

  var viewer: Viewer { access.viewer }

  /// - Parameters:
  ///   - now: the platform's clock; `machineNow`: the system clock; seconds UTC.
  ///   - canMail: whether emails are sent.
  package init(_ viewer: Viewer, now: Int, machineNow: Int, canMail: Bool, _ session: any SQLSession) {
    access = MemberAccess(of: viewer)
    context = FieldContext(now: now)
    self.machineNow = machineNow
    self.canMail = canMail
    self.session = session
  }

  /// Creates a user.
  /// - Parameters:
  ///   - form: already checked.
  ///   - hash: of the password, for a user who is not invited.
  /// - Returns: the new user's id, and the secret of the invitation if it is not emailed.
  /// - Throws: `RejectedForm`.
  package func create(_ form: MemberForm, passwordHash hash: String?) throws -> (id: String, link: String?) {
    if form.way == .invitation, !mayLink { throw RejectedForm(errors: ["way": "member_error_no_mail"]) }
    var form = form
    var row = RecordRow.user(channel: form.way == .invitation ? "invitation" : "admin", now: context.now)
    row.set("invited_by", .text(viewer.id))
    form.fill(&row, context)
    try refuseTaken(row, but: nil, &form)
    if form.addedPlaces.isEmpty, !viewer.roles.seesEverybody { form.errors["group"] = "member_error_group" }
    let (key, rows) = try apply(row, form, open: [])
    if let hash { try SignIn.setPassword(hash: hash, user: key, now: machineNow, session) }
    let link = form.way == .invitation ? try send(.invitation, to: key) : nil
    let filters = ["way=\(form.way.rawValue)", MemberChange(nil, row, rows).filters].filter { !$0.isEmpty }
    try note("member.create", key, filters.joined(separator: "&"))
    return (row["id"].text ?? "", link)
  }

  /// Changes a user.
  /// - Parameter today: days since 1970-01-01 in the platform's time zone.
  /// - Returns: whether the viewer may still open the user's record.
  /// - Throws: `RejectedForm`, `AccessDenied.notFound`.
  package func change(_ id: String, _ typed: MemberForm, today: Int) throws -> Bool {
    let member = try current(id)
    var (form, row) = (typed, member.row)
    if member.isTheirs { try fill(&row, of: member, &form, today: today) }
    let (_, rows) = try apply(row, form, open: Set(member.memberships.map(\.place)))
    let change = MemberChange(member.row, row, rows)
    try note("member.edit", member.key, change.filters)
    if let address = change.formerAddress, canMail {
      try EmailNotification.add(.address, to: member.key, by: viewer.key, at: address, now: machineNow, session)
    }
    return try Scope.memberRecords(of: viewer).contains(member.key, session)
  }

  private func fill(_ row: inout RecordRow, of member: MemberRecord, _ form: inout MemberForm, today: Int) throws {
    if !form.showedEmail, !member.isWayInTheirs { form.texts["email"] = member.email }
    form.check(today: today, dateBefore: member.row["auto_delete_on"].integer)
    guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
    form.fill(&row, context)
    try refuseTaken(row, but: member.key, &form)
    if !member.isWayInTheirs, row["email"] != member.row["email"] { form.errors["email"] = "member_error_way_in" }
    // The owner is never deleted automatically.
    if member.memberships.contains(where: { $0.place.role == "owner" }), !row["auto_delete_on"].isNone {
      form.errors["auto_delete_on"] = "member_error_owner"
    }
  }

  /// Deletes a user, unless they are deleted already.
  /// - Throws: `RejectedForm`, `AccessDenied`.
  package func delete(_ id: String) throws {
    let member = try MemberRecord(id, access, session)
    guard member.deletedAt == nil else { return }
    // Viewers cannot delete themselves, so the owner always remains.
    guard member.isTheirs, member.key != viewer.key else { throw AccessDenied.notPermitted }
    do { try UserDeletion.delete(member.key, now: context.now, session) } catch is ValidationErrors {
      throw RejectedForm(errors: ["form": "member_error_last_owner"])
    }
    try note("member.delete", member.key)
  }

  /// Sends a link to set a password.
  /// - Returns: the secret of the link, to be passed on by hand, if it is not emailed.
  /// - Throws: `AccessDenied`.
  package func sendLink(to id: String) throws -> String? {
    let member = try current(id)
    guard member.isWayInTheirs, mayLink else { throw AccessDenied.notPermitted }
    try note("member.link", member.key)
    return try send(member.hasPassword ? .reset : .invitation, to: member.key)
  }

  /// - Throws: `AccessDenied.notFound`, for deleted users too.
  private func current(_ id: String) throws -> MemberRecord {
    let member = try MemberRecord(id, access, session)
    guard member.deletedAt == nil else { throw AccessDenied.notFound }
    return member
  }

  /// Whether links can be emailed, or the viewer may see them.
  private var mayLink: Bool { canMail || access.mayHoldLinks }

  private func send(_ kind: PasswordLink.Kind, to user: Int) throws -> String? {
    guard canMail else { return try PasswordLink.make(kind, for: user, now: machineNow, session) }
    try EmailNotification.add(
      kind == .reset ? .reset : .invitation, to: user, by: viewer.key, now: machineNow, session)
    return nil
  }

  func note(_ action: String, _ user: Int, _ filters: String = "") throws {
    try Audit.note(action, by: viewer, subject: user, filters: filters, at: machineNow, session)
  }

  private func refuseTaken(_ row: RecordRow, but user: Int?, _ form: inout MemberForm) throws {
    guard let email = row["email"].text, try EmailAddress.isTaken(email, except: user, session) else { return }
    form.errors["email"] = "member_error_taken"
  }
}

// The import.

extension MemberEditor {
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
      let key = try importSession.add(user: row, session)
      let memberships = try closedPlaces(of: key, form) + places
      let managers = try managers(of: key, id, &form)
      guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
      try importSession.add(InMemoryRecords(.memberships, memberships))
      try importSession.add(InMemoryRecords(.managers, managers))
      try importSession.finish()
      return (key, memberships + managers)
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
