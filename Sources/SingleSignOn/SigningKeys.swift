import CJose
import Foundation
import Records
import Support

/// The public keys that verify a provider's tokens (RFC 7517).
package struct SigningKeys: Sendable {
  private let keys: [Key]

  private struct Key: Sendable {
    let id: String?
    let type: String
    let curve: String?
    let algorithm: String?
    /// Only its public parts, as JSON.
    let json: String
  }

  /// The accepted signature algorithms and the key type of each. Neither `none` nor HS256 and the like: these would
  /// turn a public key into a shared secret.
  private static let algorithms: [String: (type: String, curve: String?)] = [
    "RS256": ("RSA", nil), "RS384": ("RSA", nil), "RS512": ("RSA", nil), "PS256": ("RSA", nil),
    "PS384": ("RSA", nil), "PS512": ("RSA", nil), "ES256": ("EC", "P-256"), "ES384": ("EC", "P-384"),
    "ES512": ("EC", "P-521"),
  ]

  /// From a JWK set; skips keys that are not for signatures or of another type.
  package init(_ set: [String: Any]) {
    keys = (set["keys"] as? [[String: Any]] ?? []).compactMap { key in
      guard let type = key["kty"] as? String, (key["use"] as? String ?? "sig") == "sig" else { return nil }
      let names = ["RSA": ["kty", "n", "e"], "EC": ["kty", "crv", "x", "y"]][type] ?? []
      let parts = key.filter { names.contains($0.key) && $0.value is String }
      guard !names.isEmpty, parts.count == names.count, let json = try? JSONSerialization.data(withJSONObject: parts)
      else { return nil }
      return Key(
        id: key["kid"] as? String, type: type, curve: key["crv"] as? String, algorithm: key["alg"] as? String,
        json: String(decoding: json, as: UTF8.self))
    }
  }

  /// Whether one of the keys may have signed the token; if not, the provider may have new ones.
  func mayKnow(_ token: SignedToken) -> Bool { !candidates(token).isEmpty }

  /// The token's content, if one of the keys signed it.
  /// - Throws: `SingleSignOnError.refused`.
  func content(of token: SignedToken) throws -> [String: Any] {
    guard Self.algorithms[token.algorithm] != nil else {
      throw SingleSignOnError.refused("The ID token's algorithm \(token.algorithm.prefix(20)) is not accepted.")
    }
    for key in candidates(token) {
      guard let content = try? Self.verified(token.text, key.json) else { continue }
      guard let value = try? JSONSerialization.jsonObject(with: content), let claims = value as? [String: Any] else {
        throw SingleSignOnError.refused("The ID token does not contain a JSON object.")
      }
      return claims
    }
    throw SingleSignOnError.refused("None of the provider's keys has signed the ID token.")
  }

  /// Keys of the type that the token's algorithm needs, and with the id that it names, if any.
  private func candidates(_ token: SignedToken) -> [Key] {
    guard let wanted = Self.algorithms[token.algorithm] else { return [] }
    return keys.filter { key in
      key.type == wanted.type && (wanted.curve == nil || key.curve == wanted.curve)
        && (key.algorithm == nil || key.algorithm == token.algorithm)
        && (token.keyID == nil || key.id == nil || key.id == token.keyID)
    }
  }

  /// - Throws: if the signature does not match.
  private static func verified(_ token: String, _ json: String) throws -> Data {
    var error = cjose_err()
    guard let key = cjose_jwk_import(json, json.utf8.count, &error) else { throw NoKey() }
    defer { cjose_jwk_release(key) }
    if cjose_jwk_get_kty(key, &error) == CJOSE_JWK_KTY_RSA, cjose_jwk_get_keysize(key, &error) < 2_048 { throw NoKey() }
    guard let signed = cjose_jws_import(token, token.utf8.count, &error) else { throw NoKey() }
    defer { cjose_jws_release(signed) }
    guard cjose_jws_verify(signed, key, &error) else { throw NoKey() }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard cjose_jws_get_plaintext(signed, &bytes, &count, &error), let bytes else { throw NoKey() }
    return Data(bytes: bytes, count: count)
  }

  private struct NoKey: Error {}
}

/// A token as received (RFC 7515, compact), with the signature data of its header. Not verified yet.
struct SignedToken: Sendable {
  private static let sizeLimit = 65_536

  let text: String
  let algorithm: String
  let keyID: String?

  init(_ text: String) throws {
    let parts = text.splitBytes(at: ".", keepsEmpty: true)
    guard text.utf8.count <= Self.sizeLimit, parts.count == 3, let data = Base64URL.data(parts[0]),
      let header = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any],
      let algorithm = header["alg"] as? String
    else { throw SingleSignOnError.refused("The ID token is not a signed token.") }
    if header["crit"] != nil { throw SingleSignOnError.refused("The ID token has unsupported critical parameters.") }
    self.text = text
    self.algorithm = algorithm
    keyID = header["kid"] as? String
  }
}
