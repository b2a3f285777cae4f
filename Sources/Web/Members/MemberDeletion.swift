import Access
import DatabaseAccess
import Hummingbird
import Records
import Statistics
import Store

/// Deletes a member, after a confirmation that lists the consequences, and restores them.
enum MemberDeletion {
  static func ask(_ visit: WebRequest) async throws -> Response {
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.services.settings.machineNow())
    let (member, lines) = try await visit.read { [language = visit.language] session in
      let member = try MemberRecord(id, MemberAccess(of: viewer), session)
      guard member.deletedAt == nil else { throw AccessDenied.notFound }
      guard member.isTheirs, member.key != viewer.key else { throw AccessDenied.notPermitted }
      return (member, try losses(of: member, now: now, language, session))
    }
    let (language, path) = (visit.language, MemberPage.path(of: member.id))
    return try Question(
      title: language("member_delete_question", ["name": member.name]), lines: lines,
      button: language("member_delete"), action: "\(path)/delete", back: path
    ).answer(visit, side: Navigation.members(viewer.roles, language, current: "/members"))
  }

  /// What ends with the account and what is kept, as text.
  private static func losses(
    of member: MemberRecord, now: Int, _ language: Language, _ session: any SQLSession
  ) throws -> [String] {
    let tokens = try Token.all(of: member.key, session).count { $0.isLive(now: now) }
    let reports = try session.number(
      """
      SELECT count(*) FROM managers AS m JOIN users AS p ON p.key = m.user_key AND p.deleted_at IS NULL
      WHERE m.manager_key = \(member.key) AND m.until IS NULL
      """)
    var lines = [language("member_delete_signed_out", ["name": member.name])]
    if tokens > 0 { lines.append(language.plural("member_delete_tokens", tokens)) }
    if !member.memberships.isEmpty {
      let places = member.memberships.map { "\($0.group) (\(language("member_role_\($0.place.role)")))" }
      let count = language.plural("member_delete_places", places.count)
      lines.append("\(count) \(places.joined(separator: ", ")).")
    }
    if reports > 0 { lines.append(language.plural("member_delete_reports", reports)) }
    if !member.managers.isEmpty {
      let count = language.plural("member_delete_managers", member.managers.count)
      lines.append("\(count) \(member.managers.map(\.name).joined(separator: ", ")).")
    }
    return lines + [language("member_delete_kept")]
  }

  static func delete(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.now)
    let machineNow = visit.services.settings.machineNow()
    do {
      try await visit.write { session in
        let member = try MemberRecord(id, MemberAccess(of: viewer), session)
        guard member.deletedAt == nil else { return }
        // Viewers cannot delete themselves, so the owner always remains.
        guard member.isTheirs, member.key != viewer.key else { throw AccessDenied.notPermitted }
        var (row, importSession) = (member.row, try ImportSession(session))
        try UserDeletion.delete(&row, member.key, now: now, &importSession, session)
        try importSession.finish()
        try Audit.note("member.delete", by: viewer, subject: member.key, at: machineNow, session)
      }
    } catch is ValidationErrors {
      let errors = ["form": "member_error_last_owner"]
      return try await MemberPage.show(visit, id, errors: errors, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "deleted")
  }

  /// A restored user has no memberships; a viewer limited to groups must choose one.
  static func restore(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm(try await visit.form())
    form.isRestore = true
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.now)
    let machineNow = visit.services.settings.machineNow()
    if form.search != nil { return try await MemberPage.show(visit, id, form: form) }
    do {
      try await visit.write { [form] session in
        let writing = try MemberEditor(viewer, now: now, session)
        let member = try MemberRecord(id, writing.access, session)
        guard let end = member.deletedAt else { return }
        guard member.isTheirs else { throw AccessDenied.notPermitted }
        let change = try writing.restore(member, deletedAt: end, form)
        try Audit.note(
          "member.restore", by: viewer, subject: member.key, filters: change.filters, at: machineNow, session)
      }
    } catch let refused as RejectedForm {
      form.errors = refused.errors
      return try await MemberPage.show(visit, id, form: form, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "restored")
  }
}

extension MemberEditor {
  /// - Returns: what was restored.
  /// - Throws: `RejectedForm`.
  fileprivate func restore(_ member: MemberRecord, deletedAt end: Int, _ form: MemberForm) throws -> MemberChange {
    var form = form
    var row = member.row
    form.errors = [:]
    form.addedPlaces = form.formerPlaces + form.addedPlaces
    if try isTaken(member.email, but: member.id) { form.errors["form"] = "member_error_taken_since" }
    if form.addedPlaces.isEmpty, !viewer.roles.seesEverybody { form.errors["group"] = "member_error_group" }
    let places = try places(of: member.id, but: [], &form)
    let managers = try formerManagers(of: member, &form)
    guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
    var importSession = try ImportSession(session)
    try UserDeletion.restore(&row, member.key, end, &importSession, session)
    try importSession.add(InMemoryRecords(.memberships, places))
    try importSession.add(InMemoryRecords(.managers, managers))
    try importSession.finish()
    return MemberChange(nil, row, places + managers)
  }

  /// The selected managers, among those that the viewer may restore.
  private func formerManagers(of member: MemberRecord, _ form: inout MemberForm) throws -> [RecordRow] {
    let former = try MemberFormer(member.key, isSeen: member.isSeen, access, session).managers
    let given = Set(ids: former.filter(\.isTheirs).map(\.person.id))
    if !form.formerManagers.isSubset(of: given) { form.errors["form"] = "member_error_manager_rights" }
    return form.formerManagers.intersection(given).map(\.text).sorted().map { manager in
      var row = RecordRow(kind: .managers)
      row.set("user", .text(member.id))
      row.set("manager", .text(manager))
      row.set("since", .integer(context.now))
      return row
    }
  }
}
