import Access
import DatabaseAccess
import Hummingbird
import Records
import Statistics
import Store

/// The deletion of a member, and their return.
enum MemberEnd {
  static func delete(_ visit: Visit) async throws -> Response {
    _ = try await visit.form()
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.now)
    let machineNow = visit.services.settings.machineNow()
    do {
      try await visit.write { session in
        let member = try MemberRecord(id, MemberAccess(of: viewer), session)
        guard member.deletedAt == nil else { return }
        // Nobody locks themself out, and so the owner stays.
        guard member.isTheirs, member.key != viewer.key else { throw AccessDenied.notPermitted }
        var (row, taking) = (member.row, try TakingIn(session))
        try UserEnd.delete(&row, member.key, now: now, &taking, session)
        try taking.finish()
        try Audit.note("member.delete", by: viewer, subject: member.key, at: machineNow, session)
      }
    } catch is Faults {
      let errors = ["form": "member_error_last_owner"]
      return try await MemberPage.show(visit, id, errors: errors, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "deleted")
  }

  /// Who comes back has no membership any more: whoever sees members of groups alone names the group to come back to.
  static func restore(_ visit: Visit) async throws -> Response {
    let form = MemberForm(try await visit.form())
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.now)
    let machineNow = visit.services.settings.machineNow()
    if form.search != nil { return try await MemberPage.show(visit, id, form: form) }
    do {
      try await visit.write { session in
        let writing = try MemberWriting(viewer, now: now, session)
        let member = try MemberRecord(id, writing.access, session)
        guard let end = member.deletedAt else { return }
        guard member.isTheirs else { throw AccessDenied.notPermitted }
        let change = try writing.restore(member, deletedAt: end, form)
        try Audit.note(
          "member.restore", by: viewer, subject: member.key, filters: change.filters, at: machineNow, session)
      }
    } catch let refused as RefusedForm {
      return try await MemberPage.show(visit, id, errors: refused.errors, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "restored")
  }
}

extension MemberWriting {
  /// - Returns: what they have been given.
  /// - Throws: `RefusedForm`.
  fileprivate func restore(_ member: MemberRecord, deletedAt end: Int, _ form: MemberForm) throws -> MemberChange {
    var form = form
    var row = member.row
    form.errors = [:]
    if try isTaken(member.email, but: member.id) { form.errors["form"] = "member_error_taken_since" }
    if form.addedPlaces.isEmpty, !viewer.roles.seesEverybody { form.errors["group"] = "member_error_group" }
    let places = try places(of: member.id, but: [], &form)
    guard form.errors.isEmpty else { throw RefusedForm(errors: form.errors) }
    var taking = try TakingIn(session)
    try UserEnd.restore(&row, member.key, end, &taking, session)
    try taking.take(MadeRecords(.memberships, places))
    try taking.finish()
    return MemberChange(nil, row, places)
  }
}
