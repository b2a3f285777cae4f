import Access
import Hummingbird

extension Site {
  static let account: [Route] = [
    Route(
      method: .get, path: "/account", permission: .signedIn, parameters: .query(["password", "before"]),
      answer: AccountPage.show),
    Route(
      method: .post, path: "/account/password", permission: .signedIn,
      parameters: .form(["email", "present", "new", "again"]), answer: AccountPage.changePassword),
    Route(
      method: .get, path: "/account/sessions", permission: .signedIn, parameters: .query(.none),
      answer: AccountSessions.askEverywhere),
    Route(
      method: .post, path: "/account/sessions", permission: .signedIn, parameters: .form(.none),
      answer: AccountSessions.signOutEverywhere),
    Route(
      method: .get, path: "/account/sessions/:session/end", permission: .signedIn, parameters: .query(.none),
      answer: AccountSessions.askEnd),
    Route(
      method: .post, path: "/account/sessions/:session/end", permission: .signedIn, parameters: .form(.none),
      answer: AccountSessions.end),
    Route(
      method: .post, path: "/account/tokens", permission: .signedIn,
      parameters: .form(["name", "expires", "access", "email", "password"]), answer: AccountTokens.create),
    Route(
      method: .get, path: "/account/tokens/:key/revoke", permission: .signedIn, parameters: .query(.none),
      answer: AccountTokens.askRevoke),
    Route(
      method: .post, path: "/account/tokens/:key/revoke", permission: .signedIn, parameters: .form(.none),
      answer: AccountTokens.revoke),
    Route(
      method: .get, path: "/audit", permission: .role { $0.readsAuditLog }, parameters: .query(AuditPage.parameters),
      answer: AuditPage.show),
    Route(
      method: .get, path: "/audit/download", permission: .role { $0.readsAuditLog },
      parameters: .query(["user", "format"]), answer: AuditPage.download),
  ]
}
