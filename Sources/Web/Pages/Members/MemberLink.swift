import Accounts
import Hummingbird

/// A link to set a password: emailed, or, if no mail is configured, shown to viewers allowed to pass it on.
enum MemberLink {
  static func post(_ visit: WebRequest) async throws -> Response {
    _ = try await visit.form()
    let id = try visit.parameter("id")
    guard let link = try await visit.editMembers({ try $0.sendLink(to: id) }) else {
      return MemberPage.redirect(to: id, "sent")
    }
    return try await MemberPage.show(visit, id, link: link)
  }
}
