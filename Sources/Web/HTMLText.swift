extension String {
  /// As it stands in HTML, also in the value of an attribute.
  var html: String {
    guard utf8.contains(where: { Self.htmlNames[$0] != nil }) else { return self }
    var bytes: [UInt8] = []
    for byte in utf8 {
      if let name = Self.htmlNames[byte] { bytes += name.utf8 } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let htmlNames: [UInt8: String] = [
    UInt8(ascii: "&"): "&amp;", UInt8(ascii: "<"): "&lt;", UInt8(ascii: ">"): "&gt;", UInt8(ascii: "\""): "&quot;",
    UInt8(ascii: "'"): "&#39;",
  ]
}
