import Access
import Import
import Records

extension MemberEditor {
  /// Restores a deleted user with the memberships and managers in the form; a viewer limited to groups must choose a
  /// group.
  /// - Throws: `RejectedForm`, `AccessDenied`.
  package func restore(_ id: String, _ typed: MemberForm) throws {
    let member = try MemberRecord(id, access, session)
    guard let end = member.deletedAt else { return }
    guard member.isTheirs else { throw AccessDenied.notPermitted }
    var (form, row) = (typed, member.row)
    form.errors = [:]
    form.addedPlaces = form.formerPlaces + form.addedPlaces
    if try EmailAddress.isTaken(member.email, session) { form.errors["form"] = "member_error_taken_since" }
    if form.addedPlaces.isEmpty, !viewer.roles.seesEverybody { form.errors["group"] = "member_error_group" }
    let places = try places(of: member.id, but: [], &form)
    let managers = try formerManagers(of: member, &form)
    guard form.errors.isEmpty else { throw RejectedForm(errors: form.errors) }
    var importSession = try ImportSession(session)
    try UserDeletion.restore(&row, member.key, end, &importSession, session)
    try importSession.add(InMemoryRecords(.memberships, places))
    try importSession.add(InMemoryRecords(.managers, managers))
    try importSession.finish()
    try note("member.restore", member.key, MemberChange(nil, row, places + managers).filters)
  }

  /// The selected managers, among those that the viewer may restore.
  private func formerManagers(of member: MemberRecord, _ form: inout MemberForm) throws -> [RecordRow] {
    let former = try MemberFormer(member.key, isSeen: member.isSeen, access, session).managers
    let given = Set(ids: former.filter(\.isTheirs).map(\.person.id))
    if !form.formerManagers.isSubset(of: given) { form.errors["form"] = "member_error_manager_rights" }
    return form.formerManagers.intersection(given).map(\.text).sorted().map {
      .manager($0, of: member.id, since: context.now)
    }
  }
}
