import Foundation
import SingleSignOn
import Testing
import TestSupport

/// Valid and invalid tokens.
@Suite struct IDTokenTests {
  private static let now = FixedClock.now
  private static let expected = IDToken.Expectation(
    issuer: "https://login.example.com", clientID: "tally book", nonce: "n-1")
  private static var claims: [String: Any] {
    [
      "iss": "https://login.example.com", "aud": "tally book", "sub": "s-1", "iat": now, "exp": now + 300,
      "nonce": "n-1",
      "email": " Ada@X.org ", "email_verified": true,
    ]
  }

  private func read(_ token: String, _ keys: SigningKey...) throws -> IDToken {
    let set = SigningKeys(["keys": try keys.map { try $0.published() }])
    return try IDToken(token, set, Self.expected, now: Self.now)
  }

  @Test(arguments: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"]) func `A token is taken, signed by`(
    algorithm: String
  ) throws {
    let key = try algorithm == "ES256" ? SigningKey.curve("e") : RoundTrip.usualKey.get()
    let token = try read(try key.sign(Self.claims, algorithm), try SigningKey.curve("other"), key)
    #expect(token.subject == "s-1" && token.person.email == "ada@x.org" && token.person.isVerified == true)
  }

  @Test func `A token for many is taken if it says that it was asked for here`() throws {
    let key = try RoundTrip.usualKey.get()
    let many = Self.claims.merging(["aud": ["other", "tally book"], "azp": "tally book"]) { $1 }
    #expect(try read(try key.sign(many), key).subject == "s-1")
  }

  @Test(arguments: Forgery.allCases) func `A token is refused that is`(forgery: Forgery) throws {
    let (token, key) = try forgery.make(try RoundTrip.usualKey.get(), Self.claims, now: Self.now)
    #expect(throws: SingleSignOnError.self) { try read(token, key) }
  }

  @Test func `A shared secret among the provider's keys is none`() throws {
    let secret = try SigningKey.shared(Data("a secret of thirty-two bytes, yes".utf8), "usual")
    var published = try secret.published()
    published["k"] = SigningKey.text(Data("a secret of thirty-two bytes, yes".utf8))
    let set = SigningKeys(["keys": [published]])
    #expect(throws: SingleSignOnError.self) {
      try IDToken(try secret.sign(Self.claims, "HS256"), set, Self.expected, now: Self.now)
    }
  }

  @Test func `A key for encryption, or for another algorithm, signs nothing`() throws {
    let key = try RoundTrip.usualKey.get()
    let changes: [[String: Any]] = [["use": "enc"], ["alg": "PS256"], ["kid": "other"], ["kty": "EC"]]
    for change in changes {
      let set = SigningKeys(["keys": [try key.published().merging(change) { $1 }]])
      #expect(throws: SingleSignOnError.self, "\(change)") {
        try IDToken(try key.sign(Self.claims), set, Self.expected, now: Self.now)
      }
    }
  }
}

/// A token that must be refused.
enum Forgery: CaseIterable {
  case signedByAnother, changed, unsigned, unsignedInDisguise, signedWithThePublicKey, signedWithTheModulus
  case signedByAWeakKey, expired, fromTheFuture, old, notYetGood, endless, ofAnotherIssuer, forAnother, forMany
  case byAnotherParty, ofAnotherRequest, ofNoRequest, ofNobody, notAToken, critical

  /// - Returns: the token, and the provider's public key.
  func make(_ key: SigningKey, _ good: [String: Any], now: Int) throws -> (token: String, key: SigningKey) {
    if self == .signedByAWeakKey {
      let weak = try SigningKey.rsa("usual", bits: 1_024)
      return (try weak.sign(good), weak)
    }
    return (try token(key, good, now), key)
  }

  private func token(_ key: SigningKey, _ good: [String: Any], _ now: Int) throws -> String {
    var claims = good
    func signed(_ changes: [String: Any?]) throws -> String {
      for (name, value) in changes { claims[name] = value }
      return try key.sign(claims)
    }
    switch self {
    case .signedByAnother: return try SigningKey.rsa("usual").sign(claims)
    case .changed:
      var parts = try key.sign(claims).split(separator: ".").map(String.init)
      claims["email"] = "owner@x.org"
      parts[1] = SigningKey.text(try JSONSerialization.data(withJSONObject: claims))
      return parts.joined(separator: ".")
    case .unsigned: return try SigningKey.unsigned(claims, header: #"{"alg":"none","kid":"usual"}"#)
    case .unsignedInDisguise: return try SigningKey.unsigned(claims, header: #"{"alg":"RS256","kid":"usual"}"#)
    case .signedWithThePublicKey:
      let secret = try JSONSerialization.data(withJSONObject: try key.published(), options: .sortedKeys)
      return try SigningKey.shared(secret, "usual").sign(claims, "HS256")
    case .signedWithTheModulus:
      let modulus = try key.published()["n"] as? String ?? ""
      return try SigningKey.shared(Data(modulus.utf8), "usual").sign(claims, "HS256")
    case .signedByAWeakKey: return try key.sign(claims)
    case .expired: return try signed(["exp": now - 61, "iat": now - 300])
    case .fromTheFuture: return try signed(["iat": now + 120])
    case .old: return try signed(["iat": now - 3_600])
    case .notYetGood: return try signed(["nbf": now + 120])
    case .endless: return try signed(["exp": nil])
    case .ofAnotherIssuer: return try signed(["iss": "https://login.example.com/"])
    case .forAnother: return try signed(["aud": "another"])
    case .forMany: return try signed(["aud": ["tally book", "another"]])
    case .byAnotherParty: return try signed(["azp": "another"])
    case .ofAnotherRequest: return try signed(["nonce": "another"])
    case .ofNoRequest: return try signed(["nonce": nil])
    case .ofNobody: return try signed(["sub": ""])
    case .notAToken: return "a.b"
    case .critical: return try key.sign(claims, critical: "b64")
    }
  }
}
