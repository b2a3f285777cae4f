import CCrypto
import Records

/// Digests of short texts, in hexadecimal.
enum HexDigest {
  static func sha256(_ text: String) -> String { digest(text, EVP_sha256()) }
  static func sha1(_ text: String) -> String { digest(text, EVP_sha1()) }

  /// The first 8 digits of SHA-256 (`hash8` in xapi.md §5).
  static func short(_ id: ID) -> String { String(sha256(id.text).prefix(8)) }

  private static func digest(_ text: String, _ algorithm: OpaquePointer?) -> String {
    let bytes = Array(text.utf8)
    var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &result, &count, algorithm, nil)
    return result.prefix(Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
