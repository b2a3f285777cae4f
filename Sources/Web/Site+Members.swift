import Access
import Accounts
import Hummingbird

extension Site {
  /// Inviting, creating, changing, deleting and restoring members; setting a password by a link. `MemberAccess` decides
  /// who may do what to which member.
  static let members: [Route] = [
    Route(
      method: .get, path: "/members/new", permission: .role { $0.seesMembers }, parameters: .query(.none),
      answer: MemberPage.new),
    Route(
      method: .post, path: "/members/new", permission: .role { $0.seesMembers },
      parameters: .form(MemberForm.parameters), answer: MemberPage.create),
    Route(
      method: .get, path: "/members/:id", permission: .role { $0.seesMembers }, parameters: .query(["said"]),
      answer: MemberPage.show),
    Route(
      method: .post, path: "/members/:id", permission: .role { $0.seesMembers },
      parameters: .form(MemberForm.parameters), answer: MemberPage.change),
    Route(
      method: .get, path: "/members/:id/delete", permission: .role { $0.seesMembers }, parameters: .query(.none),
      answer: MemberDeletion.ask),
    Route(
      method: .post, path: "/members/:id/delete", permission: .role { $0.seesMembers }, parameters: .form(.none),
      answer: MemberDeletion.delete),
    Route(
      method: .post, path: "/members/:id/restore", permission: .role { $0.seesMembers },
      parameters: .form(MemberForm.restored), answer: MemberDeletion.restore),
    Route(
      method: .post, path: "/members/:id/link", permission: .role { $0.seesMembers }, parameters: .form(.none),
      answer: MemberLink.post),
    Route(
      method: .get, path: "/signin/password", permission: .anyone, parameters: .query(["key"]),
      answer: PasswordPage.show),
    Route(
      method: .post, path: "/signin/password", permission: .anyone, parameters: .form(["email", "new", "again"]),
      answer: PasswordPage.set),
    Route(
      method: .get, path: "/signin/forgotten", permission: .anyone, parameters: .query(.none),
      answer: ForgottenPage.show),
    Route(
      method: .post, path: "/signin/forgotten", permission: .anyone, parameters: .form(["email"]),
      answer: ForgottenPage.ask),
  ]
}
