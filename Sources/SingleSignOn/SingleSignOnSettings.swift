import Foundation
import HTTPClient

/// Settings for signing in with a company account through an OpenID Connect provider.
package struct SingleSignOnSettings: Sendable {
  /// Exactly as the provider writes it: `https://login.example.com/realm`.
  package let issuer: String
  package let clientID: String
  /// Nil for a public client, whose codes only PKCE protects.
  package let clientSecret: String?
  /// Whether to create accounts for unknown users.
  package var provisions = false
  /// The button's label, such as the company's name; nil for a generic text.
  package var label: String?
  /// Whether to accept addresses that the provider does not mark as verified. One marked as unverified is never
  /// accepted.
  package var trustsEmail = false
  /// The URL of this server for users; nil: the address that the server listens on.
  package var publicURL: String?
  /// Timeout for an answer of the provider, in seconds.
  package var secondsToAnswer = 10

  package init(issuer: String, clientID: String, clientSecret: String?) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  /// The provider's redirect path, below this server's URL.
  package static let callback = "/signin/sso/callback"

  /// Plain HTTP is allowed only for a provider on this machine.
  package var allowsPlainHTTP: Bool { HTTPCall.isLoopback(issuer) }

  /// - Throws: `SingleSignOnError.settings` with the error.
  package func check() throws {
    guard let parts = URLComponents(string: issuer), parts.host?.isEmpty == false, parts.query == nil,
      parts.fragment == nil, parts.user == nil
    else { throw SingleSignOnError.settings("The issuer \(issuer) is not a URL.") }
    guard isSafe(issuer) else {
      throw SingleSignOnError.settings("The issuer \(issuer) does not begin with https://.")
    }
    if clientID.isEmpty { throw SingleSignOnError.settings("The client ID is missing.") }
  }

  /// Whether secrets may be sent to an address.
  func isSafe(_ address: String) -> Bool {
    HTTPCall.isSafe(address) && (allowsPlainHTTP || URLComponents(string: address)?.scheme == "https")
  }
}

/// Why the sign-in through the provider failed.
package enum SingleSignOnError: Error, Sendable, CustomStringConvertible {
  case settings(String)
  /// The provider does not answer, or its answer is not usable.
  case unreachable(String)
  /// The provider's answer is not trustworthy; with the reason.
  case refused(String)

  package var description: String {
    switch self {
    case .settings(let reason), .unreachable(let reason), .refused(let reason): reason
    }
  }
}
