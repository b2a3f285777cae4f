import CCrypto
import Foundation

/// Random secrets and their hashes.
package enum Secret {
  /// 256 random bits as text that is safe in URLs, headers and cookies.
  package static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
    return urlText(bytes)
  }

  /// Whether a text has the form of a secret: 43 characters of base64url.
  package static func isWellFormed(_ text: String) -> Bool {
    text.utf8.count == 43
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  /// SHA-256 in hexadecimal. A secret of 256 random bits needs no salt and no slow hash.
  package static func hash(_ secret: String) -> String {
    digest(secret).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// SHA-256 in base64url.
  package static func urlHash(_ secret: String) -> String { urlText(digest(secret)) }

  private static func digest(_ secret: String) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    let bytes = Array(secret.utf8)
    SHA256(bytes, bytes.count, &digest)
    return digest
  }

  private static func urlText(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Whether two secrets are equal; the time does not reveal where they differ.
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    return a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }
}
