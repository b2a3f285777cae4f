import Access
import Accounts
import DatabaseAccess
import Hummingbird

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
    let reports = try member.directReports(session)
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
    let id = try visit.parameter("id")
    do { try await visit.editMembers { try $0.delete(id) } } catch let refused as RejectedForm {
      return try await MemberPage.show(visit, id, errors: refused.errors, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "deleted")
  }

  /// Restores the memberships and managers chosen in the form; a viewer limited to groups must choose a group.
  static func restore(_ visit: WebRequest) async throws -> Response {
    var form = MemberForm(try await visit.form())
    form.isRestore = true
    let id = try visit.parameter("id")
    if form.search != nil { return try await MemberPage.show(visit, id, form: form) }
    do { try await visit.editMembers { [form] in try $0.restore(id, form) } } catch let refused as RejectedForm {
      form.errors = refused.errors
      return try await MemberPage.show(visit, id, form: form, status: .unprocessableContent)
    }
    return MemberPage.redirect(to: id, "restored")
  }
}
