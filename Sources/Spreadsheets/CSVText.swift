import Calendar

/// CSV rows as bytes (RFC 4180, section 2): formats cells; does not do I/O.
struct CSVText {
  var bytes: [UInt8] = []

  private let style: SpreadsheetStyle
  private let separator: UInt8
  /// As many separators as the longest run so far, to copy a run at once: a report has thousands of empty cells per
  /// row.
  private var separators: [UInt8] = []

  init(style: SpreadsheetStyle) {
    self.style = style
    self.separator = style.separator.rawValue
  }

  /// The byte-order mark, if the style wants one.
  mutating func appendStart() {
    if style.byteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
  }

  /// - Parameter filled: indexes of the cells that may not be empty, ascending.
  mutating func append(row cells: [SpreadsheetCell], filled: [Int]) {
    let start = bytes.count
    var column = 0
    for index in filled {
      appendSeparators(index - column)
      append(cells[index])
      column = index
    }
    appendSeparators(cells.count - 1 - column)
    // Many readers skip empty lines, so a row with a single empty cell is written as two quotes.
    if bytes.count == start { bytes += [quote, quote] }
    bytes.append(carriageReturn)
    bytes.append(lineFeed)
  }

  private mutating func appendSeparators(_ count: Int) {
    if separators.count < count { separators = Array(repeating: separator, count: count) }
    if count > 0 { bytes.append(contentsOf: separators[..<count]) }
  }

  private mutating func append(_ cell: SpreadsheetCell) {
    switch cell {
    case .empty: break
    case .text(let text): append(text: text)
    case .integer(let number): bytes.append(decimal: number)
    case .hundredths(let number): bytes.append(hundredths: number, style.decimalSign.rawValue)
    case .duration(let seconds): bytes.append(durationOf: seconds)
    case .instant(let seconds): style.dateStyle.append(style.time.civil(at: seconds), to: &bytes)
    case .date(let days): style.dateStyle.append(CivilDate(days: days), to: &bytes)
    }
  }

  private mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(utf8: $0) }
  }

  /// A text, quoted if necessary, and prefixed with an apostrophe if a spreadsheet would read it as a formula (OWASP,
  /// *CSV Injection*).
  private mutating func append(utf8: UnsafeBufferPointer<UInt8>) {
    if utf8.isEmpty { return }
    let isQuoted = utf8.contains { $0 == separator || $0 == quote || $0 == carriageReturn || $0 == lineFeed }
    if isQuoted { bytes.append(quote) }
    if startsFormula(utf8) { bytes.append(UInt8(ascii: "'")) }
    if isQuoted { append(quoted: utf8) } else { bytes.append(contentsOf: utf8) }
    if isQuoted { bytes.append(quote) }
  }

  /// The contents of a quoted cell: a quote is doubled (RFC 4180, section 2, rule 7).
  private mutating func append(quoted utf8: UnsafeBufferPointer<UInt8>) {
    for byte in utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
  }
}

private let quote = UInt8(ascii: "\"")
private let carriageReturn = UInt8(ascii: "\r")
private let lineFeed = UInt8(ascii: "\n")

/// By the first bytes, ignoring combining characters: `= + - @`, tab, CR, LF, and the full-width `＝ ＋ － ＠` (U+FF1D,
/// U+FF0B, U+FF0D, U+FF20), which some spreadsheets treat the same.
private func startsFormula(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
  switch utf8[0] {
  case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"), carriageReturn,
    lineFeed:
    return true
  case 0xEF:
    guard utf8.count >= 3, utf8[1] == 0xBC else { return false }
    return [0x9D, 0x8B, 0x8D, 0xA0].contains(utf8[2])
  default: return false
  }
}
