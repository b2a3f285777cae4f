import Access
import Foundation
import Records

/// A provider's statement about a user who has signed in there (OpenID Connect Core 1.0, 2 and 3.1.3.7).
package struct IDToken: Sendable {
  /// Seconds: the tolerated difference between two clocks (`leeway`), and the age beyond which a token cannot be an
  /// answer to this request (`maximumAge`).
  private static let leeway = 60
  private static let maximumAge = 600
  private static let subjectLimit = 255

  /// The recipient a token must be issued for.
  package struct Expectation: Sendable {
    let issuer: String
    let clientID: String
    let nonce: String

    package init(issuer: String, clientID: String, nonce: String) {
      self.issuer = issuer
      self.clientID = clientID
      self.nonce = nonce
    }
  }

  package let subject: String
  package let person: Person

  /// - Parameter now: seconds UTC, by the machine's clock.
  /// - Throws: `SingleSignOnError.refused` with the reason.
  package init(_ text: String, _ keys: SigningKeys, _ expected: Expectation, now: Int) throws {
    try self.init(try SignedToken(text), keys, expected, now: now)
  }

  init(_ token: SignedToken, _ keys: SigningKeys, _ expected: Expectation, now: Int) throws {
    let claims = try keys.content(of: token)
    try Self.checkAudience(claims, expected)
    try Self.checkTimes(claims, now)
    guard let nonce = claims["nonce"] as? String, Secret.areEqual(nonce, expected.nonce) else {
      throw SingleSignOnError.refused("The ID token does not belong to this request: its nonce differs.")
    }
    guard let subject = claims["sub"] as? String, (1...Self.subjectLimit).contains(subject.utf8.count) else {
      throw SingleSignOnError.refused("The ID token has no subject of 1 to \(Self.subjectLimit) bytes.")
    }
    self.subject = subject
    person = Person(claims, subject)
  }

  private static func checkAudience(_ claims: [String: Any], _ expected: Expectation) throws {
    guard (claims["iss"] as? String)?.equalsBytes(of: expected.issuer) == true else {
      throw SingleSignOnError.refused("The ID token is from another issuer.")
    }
    let audience = claims["aud"] as? [String] ?? (claims["aud"] as? String).map { [$0] } ?? []
    let party = claims["azp"] as? String
    guard audience.containsID(expected.clientID), party.map({ $0.equalsBytes(of: expected.clientID) }) ?? true,
      audience.count == 1 || party != nil
    else { throw SingleSignOnError.refused("The ID token is for another client.") }
  }

  private static func checkTimes(_ claims: [String: Any], _ now: Int) throws {
    guard let end = instant(claims["exp"]), let start = instant(claims["iat"]) else {
      throw SingleSignOnError.refused("The ID token lacks exp or iat.")
    }
    if end <= now - leeway { throw SingleSignOnError.refused("The ID token has expired.") }
    if start > now + leeway || (instant(claims["nbf"]) ?? start) > now + leeway {
      throw SingleSignOnError.refused("The ID token is not valid yet; check the clocks of both servers.")
    }
    if start < now - maximumAge { throw SingleSignOnError.refused("The ID token was issued too long ago.") }
  }

  private static func instant(_ value: Any?) -> Int? {
    guard let number = value as? NSNumber, String(cString: number.objCType) != "c",
      abs(number.doubleValue) < 1e12
    else { return nil }
    return Int(number.doubleValue)
  }
}

/// A user's account, address and names, as the provider knows them.
package struct Person: Sendable {
  /// Identifies the user at this issuer, even if the address changes.
  package let subject: String
  package let email: String?
  /// Nil if the provider does not say.
  package let isVerified: Bool?
  package let givenName: String?
  package let familyName: String?
  package let name: String?

  init(_ claims: [String: Any], _ subject: String) {
    self.subject = subject
    func text(_ name: String) -> String? {
      (claims[name] as? String).flatMap { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 }
    }
    email = text("email").map(EmailAddress.lookup)
    isVerified = claims["email_verified"] as? Bool ?? text("email_verified").flatMap { Bool($0.asciiLowercased) }
    givenName = text("given_name")
    familyName = text("family_name")
    name = text("name")
  }
}
