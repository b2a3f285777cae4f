import Access

/// One sign-in through the provider. All its secrets derive from one that stays in the user's browser, so the server
/// stores nothing for sign-ins that are never completed.
package struct SignInAttempt: Sendable {
  package let secret: String

  package init() { secret = Secret.random() }

  /// - Returns: nil if the text does not have the length of a secret.
  package init?(secret: String) {
    guard secret.utf8.count == 43 else { return nil }
    self.secret = secret
  }

  /// Binds the answer to the browser that sent the request.
  package var state: String { Secret.hash("state " + secret) }
  /// Binds the ID token to the request.
  package var nonce: String { Secret.hash("nonce " + secret) }
  /// Binds the code to the request (RFC 7636); its hash is sent first.
  var verifier: String { Secret.hash("verifier " + secret) }
  var challenge: String { Secret.urlHash(verifier) }
}
