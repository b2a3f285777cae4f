import CCrypto
import Foundation
import Support

/// Random secrets and their hashes.
package enum Secret {
  /// 256 random bits as text that is safe in URLs, headers and cookies.
  package static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
    return Base64URL.text(Data(bytes))
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
    digest(secret).text()
  }

  /// SHA-256 in base64url.
  package static func urlHash(_ secret: String) -> String { Base64URL.text(Data(digest(secret).bytes())) }

  private static func digest(_ secret: String) -> Digest {
    let digest = Digest()
    digest.add(ArraySlice(secret.utf8))
    return digest
  }

  /// Whether two secrets are equal; the time does not reveal where they differ.
  package static func areEqual(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    return a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }
}
