import Access

/// One way to the provider and back. All its secrets follow from one, which stays in the person's browser: so nothing
/// is kept here for those who never come back.
package struct SignInAttempt: Sendable {
  package let secret: String

  package init() { secret = Secret.random() }

  /// - Returns: nil for what this server has not made.
  package init?(secret: String) {
    guard secret.utf8.count == 43 else { return nil }
    self.secret = secret
  }

  /// Ties the answer to the browser that asked.
  package var state: String { Secret.hash("state " + secret) }
  /// Ties the ID token to the request.
  package var nonce: String { Secret.hash("nonce " + secret) }
  /// Ties the code to the request (RFC 7636); its hash goes ahead.
  var verifier: String { Secret.hash("verifier " + secret) }
  var challenge: String { Secret.urlHash(verifier) }
}
