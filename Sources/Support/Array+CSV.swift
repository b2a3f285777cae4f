extension [UInt8] {
  /// Appends a cell as RFC 4180 describes it. Unlike a cell for spreadsheets, its text stays as it is.
  package mutating func append(csv text: String) {
    let isPlain = text.utf8.allSatisfy { $0 > 0x22 && $0 != UInt8(ascii: ",") || $0 == 0x20 || $0 == 0x21 }
    if isPlain { return append(contentsOf: text.utf8) }
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
