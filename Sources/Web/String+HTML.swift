extension String {
  /// Escaped for HTML text and for attribute values in single or double quotes.
  var html: String {
    guard utf8.contains(where: { Self.htmlName($0) != nil }) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count + 16)
    appendHTML(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `html`.
  func appendHTML(to bytes: inout [UInt8]) {
    for byte in utf8 {
      if let name = Self.htmlName(byte) { bytes += name.utf8 } else { bytes.append(byte) }
    }
  }

  private static func htmlName(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
