import CJose
import Foundation
import Testing

/// The tests' own key, which signs valid and invalid tokens.
final class SigningKey: @unchecked Sendable {
  /// Immutable once created; cjose only reads it.
  private let key: OpaquePointer
  let id: String

  private init(_ key: OpaquePointer?, _ id: String) throws {
    self.key = try #require(key)
    self.id = id
  }

  deinit { cjose_jwk_release(key) }

  static func rsa(_ id: String, bits: Int = 2_048) throws -> SigningKey {
    try SigningKey(cjose_jwk_create_RSA_random(bits, [1, 0, 1], 3, nil), id)
  }

  static func curve(_ id: String) throws -> SigningKey {
    try SigningKey(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nil), id)
  }

  static func shared(_ secret: Data, _ id: String) throws -> SigningKey {
    try SigningKey(cjose_jwk_create_oct_spec(Array(secret), secret.count, nil), id)
  }

  /// The public parts, as published by a provider.
  func published() throws -> [String: Any] {
    let text = try #require(cjose_jwk_to_json(key, false, nil))
    defer { free(text) }
    let object = try JSONSerialization.jsonObject(with: Data(String(cString: text).utf8))
    return (object as? [String: Any] ?? [:]).merging(["kid": id, "use": "sig"]) { $1 }
  }

  func sign(_ claims: [String: Any], _ algorithm: String = "RS256", critical: String? = nil) throws -> String {
    let header = try #require(cjose_header_new(nil))
    defer { cjose_header_release(header) }
    cjose_header_set(header, "alg", algorithm, nil)
    cjose_header_set(header, "kid", id, nil)
    if let critical { cjose_header_set_raw(header, "crit", "[\"\(critical)\"]", nil) }
    let content = Array(try JSONSerialization.data(withJSONObject: claims))
    let signed = try #require(cjose_jws_sign(key, header, content, content.count, nil))
    defer { cjose_jws_release(signed) }
    var text: UnsafePointer<CChar>?
    try #require(cjose_jws_export(signed, &text, nil))
    return String(cString: try #require(text))
  }

  /// An unsigned token.
  static func unsigned(_ claims: [String: Any], header: String) throws -> String {
    [Data(header.utf8), try JSONSerialization.data(withJSONObject: claims)].map(text).joined(separator: ".") + "."
  }

  /// base64url.
  static func text(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
