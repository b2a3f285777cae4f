/// Why access is denied.
package enum AccessDenied: Error, Sendable, Equatable {
  /// The client is not signed in, or the token is unknown, expired or revoked.
  case notSignedIn
  /// The viewer has no role that permits this.
  case notPermitted
  /// The entity does not exist, or the viewer may not see it; the response is the same for both.
  case notFound
  /// A form has no CSRF secret, or that of another session.
  case forgedForm
  /// Too many failed sign-ins; `retryAfter` is in seconds.
  case tooManyFailures(retryAfter: Int)
}
