/// Why somebody is not let through.
package enum AccessDenied: Error, Sendable, Equatable {
  /// Nobody is signed in, or the token is unknown, expired or revoked.
  case notSignedIn
  /// The viewer holds no role that opens this.
  case notPermitted
  /// There is no such thing, or the viewer may not know of it: one answer for both.
  case notFound
  /// A form came without its secret, or with that of another session.
  case forgedForm
  /// Too many failures to sign in; the seconds after which to try again.
  case tooManyFailures(retryAfter: Int)
}
