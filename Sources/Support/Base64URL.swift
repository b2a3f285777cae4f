package import Foundation

/// base64url without padding (RFC 4648, section 5).
package enum Base64URL {
  package static func text(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// - Returns: nil if the text is not base64url.
  package static func data(_ text: String) -> Data? {
    let padded =
      text.replacing("-", with: "+").replacing("_", with: "/")
      + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: padded)
  }
}
