import Access
import Hummingbird

/// A secret that outlives a session, which may be stolen, is created only after a recent sign-in or with the password.
enum RecentSignIn {
  /// What the form asks for: nothing, the password or, if the user has none, a new sign-in.
  struct Form: TemplateModel {
    let asksPassword: Bool
    let asksSignIn: Bool
    /// The URL to sign in again.
    let signIn: String?

    init(_ visit: WebRequest, hasPassword: Bool, returnTo: String) {
      asksSignIn = !visit.isFresh && !hasPassword
      asksPassword = !visit.isFresh && hasPassword
      let hasProvider = visit.services.provider != nil
      signIn = asksSignIn && hasProvider ? "/signin/sso?return_to=\(Query.encoded(returnTo))" : nil
    }
  }

  enum Fault: Error {
    case wrongPassword, noPassword
  }

  /// - Throws: `Fault`; `AccessDenied.tooManyFailures`.
  static func check(_ visit: WebRequest, password: String?) async throws {
    if visit.isFresh { return }
    let (viewer, now) = (try visit.viewer, visit.services.settings.machineNow())
    guard try await visit.read({ try SignIn.hasPassword(viewer.key, $0) }) else { throw Fault.noPassword }
    let isRight = try await visit.services.sessions.signIn.isPassword(
      password ?? "", of: viewer, from: visit.client, now: now)
    if !isRight { throw Fault.wrongPassword }
  }
}
