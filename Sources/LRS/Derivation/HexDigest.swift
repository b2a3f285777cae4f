import CCrypto
import Records

/// Digests in hexadecimal.
package enum HexDigest {
  package static func sha256(_ text: String) -> String { digest(Array(text.utf8), EVP_sha256()) }
  package static func sha1(_ text: String) -> String { sha1(Array(text.utf8)) }
  package static func sha1(_ bytes: [UInt8]) -> String { digest(bytes, EVP_sha1()) }

  /// The first 8 digits of SHA-256 (`hash8` in xapi.md §5).
  static func short(_ id: ID) -> String { String(sha256(id.text).prefix(8)) }

  /// The digest of the SHA-2 family that has this number of hexadecimal digits; nil for any other number.
  static func sha2(_ bytes: [UInt8], digits: Int) -> String? {
    switch digits {
    case 56: digest(bytes, EVP_sha224())
    case 64: digest(bytes, EVP_sha256())
    case 96: digest(bytes, EVP_sha384())
    case 128: digest(bytes, EVP_sha512())
    default: nil
    }
  }

  private static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> String {
    var result = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_Digest(bytes, bytes.count, &result, &count, algorithm, nil)
    return result.prefix(Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
