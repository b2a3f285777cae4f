import Access
import Hummingbird

extension Site {
  static let account: [Route] = [
    Route(method: .get, path: "/account", permission: .signedIn, answer: AccountPage.show),
    Route(method: .post, path: "/account/password", permission: .signedIn, answer: AccountPage.changePassword),
    Route(method: .post, path: "/account/sessions", permission: .signedIn, answer: AccountPage.signOutEverywhere),
    Route(method: .post, path: "/account/tokens", permission: .signedIn, answer: AccountTokens.create),
    Route(method: .post, path: "/account/tokens/:key/revoke", permission: .signedIn, answer: AccountTokens.revoke),
    Route(method: .get, path: "/audit", permission: .role { $0.readsAuditLog }, answer: AuditPage.show),
    Route(method: .get, path: "/audit/download", permission: .role { $0.readsAuditLog }, answer: AuditPage.download),
  ]
}
