/// Encodes a text for libxlsxwriter, so that every Swift string can be read back from the file unchanged.
///
/// The library escapes the control characters 01–1F as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19, ST_Xstring). Not escaped
/// by it:
/// - U+0000, which ends a C string, and U+FFFE and U+FFFF, which XML 1.0 (2.2) forbids: `_x0000_`, `_xFFFE_`,
///   `_xFFFF_`.
/// - A text that contains `_x0041` would be read as an escape: its underscore is written `_x005F_`.
func xlsxText(_ text: String) -> String {
  var text = text
  let isPlain = text.withUTF8 { bytes in
    bytes.indices.allSatisfy { index in
      switch bytes[index] {
      case 0, 0xEF: false
      case UInt8(ascii: "_"): index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "x")
      default: true
      }
    }
  }
  return isPlain ? text : escaped(text)
}

private func escaped(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var rest = text.unicodeScalars[...]
  while let scalar = rest.first {
    switch scalar {
    case "\u{0}": result.append(contentsOf: "_x0000_".unicodeScalars)
    case "\u{FFFE}": result.append(contentsOf: "_xFFFE_".unicodeScalars)
    case "\u{FFFF}": result.append(contentsOf: "_xFFFF_".unicodeScalars)
    case "_" where beginsEscape(rest): result.append(contentsOf: "_x005F_".unicodeScalars)
    default: result.append(scalar)
    }
    rest.removeFirst()
  }
  return String(result)
}

/// Whether a reader could read the start as an escape. The closing underscore may be that of the next escape, so it is
/// not required.
private func beginsEscape(_ scalars: Substring.UnicodeScalarView) -> Bool {
  let digits = scalars.dropFirst(2).prefix(4)
  return scalars.dropFirst().first == "x" && digits.count == 4 && digits.allSatisfy(\.properties.isASCIIHexDigit)
}

/// A text for one cell: if it is longer than 32,767 UTF-16 units, including escapes, it is truncated and marked at the
/// end.
func xlsxCellText(_ text: String) -> String {
  // No character takes more than an escape of seven units for each of its bytes.
  text.utf8.count * 7 <= XLSXLimit.text ? xlsxText(text) : xlsxText(cut(text))
}

private let cutMark = "… (cut)"

private func cut(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let room = XLSXLimit.text - cutMark.utf16.count
  var (length, index, end) = (0, scalars.startIndex, scalars.startIndex)
  while index != scalars.endIndex {
    length += lengthInCell(scalars[index...])
    if length > XLSXLimit.text { return String(scalars[..<end]) + cutMark }
    index = scalars.index(after: index)
    if length <= room { end = index }
  }
  return text
}

/// UTF-16 units of the first scalar in the file, escaped.
private func lengthInCell(_ scalars: Substring.UnicodeScalarView) -> Int {
  guard let scalar = scalars.first else { return 0 }
  switch scalar {
  case "\u{0}", "\u{FFFE}", "\u{FFFF}": return 7
  case "_" where beginsEscape(scalars): return 7
  default: return scalar.value > 0xFFFF ? 2 : 1
  }
}
