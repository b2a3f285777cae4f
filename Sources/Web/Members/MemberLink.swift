import Access
import DatabaseAccess
import Hummingbird
import Jobs

/// A link to set a password: e-mailed, or, if no mail is configured, shown to viewers allowed to pass it on.
enum MemberLink {
  /// - Returns: the secret, if it is not e-mailed.
  static func send(
    _ kind: EmailNotification.Kind, to user: Int, by sender: Viewer, canMail: Bool, now: Int, _ session: any SQLSession
  ) throws -> String? {
    if canMail {
      try EmailNotification.add(kind, to: user, by: sender.key, now: now, session)
      return nil
    }
    return try PasswordLink.make(kind == .reset ? .reset : .invitation, for: user, now: now, session)
  }

  static func post(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let (id, viewer, now) = (try visit.parameter("id"), try visit.viewer, visit.services.settings.machineNow())
    let canMail = visit.services.settings.mail != nil
    let link = try await visit.write { session in
      let access = MemberAccess(of: viewer)
      let member = try MemberRecord(id, access, session)
      guard member.deletedAt == nil else { throw AccessDenied.notFound }
      guard member.isWayInTheirs, canMail || access.mayHoldLinks else { throw AccessDenied.notPermitted }
      try Audit.note("member.link", by: viewer, subject: member.key, at: now, session)
      let kind: EmailNotification.Kind = member.hasPassword ? .reset : .invitation
      return try send(kind, to: member.key, by: viewer, canMail: canMail, now: now, session)
    }
    guard let link else { return MemberPage.redirect(to: id, "sent") }
    return try await MemberPage.show(visit, id, link: link)
  }
}
