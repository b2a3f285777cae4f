import Foundation
import Records

/// How people sign in with the account of their company: an OpenID Connect provider.
package struct SingleSignOnSettings: Sendable {
  /// As the provider writes it, to the letter: `https://login.example.com/realm`.
  package let issuer: String
  package let clientID: String
  /// nil: a public client, whose codes PKCE alone protects.
  package let clientSecret: String?
  /// Whether users who are unknown here are made.
  package var provisions = false
  /// What the button says, such as the company's name; nil: general words.
  package var label: String?
  /// Whether an address counts that the provider does not say to be verified. One that it says not to be, never does.
  package var trustsEmail = false
  /// The address by which people reach this server; nil: as their browser names it.
  package var publicURL: String?
  /// For how long an answer of the provider is waited for.
  package var secondsToAnswer = 10

  package init(issuer: String, clientID: String, clientSecret: String?) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  /// The place that a provider sends people back to, below this server's address.
  package static let callback = "/signin/sso/callback"

  /// HTTPS everywhere, but on this very machine.
  package var allowsPlainHTTP: Bool { Self.isLoopback(issuer) }

  /// - Throws: `SingleSignOnError.settings` with what is wrong.
  package func check() throws {
    guard let parts = URLComponents(string: issuer), parts.host?.isEmpty == false, parts.query == nil,
      parts.fragment == nil, parts.user == nil
    else { throw SingleSignOnError.settings("The issuer \(issuer) is no address.") }
    guard isSafe(issuer) else {
      throw SingleSignOnError.settings("The issuer \(issuer) does not begin with https://.")
    }
    if clientID.isEmpty { throw SingleSignOnError.settings("The client's id is missing.") }
  }

  /// Whether an address may be called with secrets.
  func isSafe(_ address: String) -> Bool {
    guard let parts = URLComponents(string: address), parts.host?.isEmpty == false else { return false }
    return parts.scheme == "https" || (parts.scheme == "http" && allowsPlainHTTP && Self.isLoopback(address))
  }

  private static func isLoopback(_ address: String) -> Bool {
    let host = URLComponents(string: address)?.host ?? ""
    return ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.asciiLowercased)
  }
}

/// Why nobody could be signed in through the provider.
package enum SingleSignOnError: Error, Sendable, CustomStringConvertible {
  case settings(String)
  /// The provider does not answer, or with what is no answer.
  case unreachable(String)
  /// What the provider handed over is not to be believed, and why.
  case refused(String)

  package var description: String {
    switch self {
    case .settings(let reason), .unreachable(let reason), .refused(let reason): reason
    }
  }
}
