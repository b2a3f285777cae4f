import Records
import Support

/// Digests in hexadecimal.
package enum HexDigest {
  package static func sha256(_ text: String) -> String { Digest.text(of: Array(text.utf8)) }
  package static func sha1(_ text: String) -> String { sha1(Array(text.utf8)) }
  package static func sha1(_ bytes: [UInt8]) -> String { Digest.text(of: bytes, .sha1) }

  /// The first 8 digits of SHA-256 (`hash8` in xapi.md §5).
  static func short(_ id: ID) -> String { String(sha256(id.text).prefix(8)) }

  /// The digest of the SHA-2 family that has this number of hexadecimal digits; nil for any other number.
  static func sha2(_ bytes: [UInt8], digits: Int) -> String? {
    switch digits {
    case 56: Digest.text(of: bytes, .sha224)
    case 64: Digest.text(of: bytes)
    case 96: Digest.text(of: bytes, .sha384)
    case 128: Digest.text(of: bytes, .sha512)
    default: nil
    }
  }
}
