import CXLSXWriter
import Foundation

/// Rows as the XML of a sheet (ECMA-376 part 1, 18.3.1.73), in the bytes that libxlsxwriter writes. Its own functions
/// allocate each cell, print it with a format, and look for cells in all columns of each row.
struct XLSXRows {
  /// The rows that were ended, and the one that is being written.
  private(set) var bytes: [UInt8] = []
  /// `<c r="A` of each column.
  private let openings: [[UInt8]]
  /// The row's number and the quote after it, which end the name of each of its cells.
  private var number: [UInt8] = []
  private var hasCells = false

  init(columns: Int) { openings = (0..<columns).map { Array("<c r=\"\(Self.name(ofColumn: $0))".utf8) } }

  /// `A`, `B` … `Z`, `AA`.
  private static func name(ofColumn index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
    return index < 26 ? letter : name(ofColumn: index / 26 - 1) + letter
  }

  /// - Parameter number: from 1.
  mutating func begin(_ number: Int) {
    self.number.removeAll(keepingCapacity: true)
    self.number.append(decimal: number)
    self.number.append(UInt8(ascii: "\""))
    hasCells = false
  }

  /// Ends the row; one without cells is omitted.
  /// - Returns: whether it has cells.
  mutating func end() -> Bool {
    if hasCells { bytes += XML.rowEnd }
    return hasCells
  }

  /// Forgets the rows that were ended.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// - Parameter format: its index in the workbook; nil for none.
  mutating func append(_ value: Double, column: Int, format: Int32?) {
    open(column)
    if let format {
      bytes += XML.style
      bytes.append(decimal: Int(format))
      bytes.append(UInt8(ascii: "\""))
    }
    bytes += XML.value
    append(value)
    bytes += XML.valueEnd
  }

  /// - Parameter text: fits into a cell (`xlsxCellText`); an empty one gives no cell.
  mutating func append(_ text: String, column: Int) {
    var text = text
    text.withUTF8 { utf8 in
      guard let first = utf8.first, let last = utf8.last else { return }
      open(column)
      bytes += isBlank(first) || isBlank(last) ? XML.textWithBlanks : XML.text
      append(utf8)
      bytes += XML.textEnd
    }
  }

  private mutating func open(_ column: Int) {
    if !hasCells {
      bytes += XML.row
      bytes += number
      bytes.append(UInt8(ascii: ">"))
      hasCells = true
    }
    bytes += openings[column]
    bytes += number
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }

  /// With 16 significant digits.
  private mutating func append(_ value: Double) {
    if value.magnitude < 1e15, value == value.rounded(.towardZero) { return bytes.append(decimal: Int(value)) }
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      let count = withVaList([value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.16G", $0) }
      bytes.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(Int(count)))
    }
  }

  private mutating func append(_ utf8: UnsafeBufferPointer<UInt8>) {
    let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "&") && $0 != less && $0 != greater }
    if isPlain { return bytes.append(contentsOf: utf8) }
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case less: bytes += Array("&lt;".utf8)
      case greater: bytes += Array("&gt;".utf8)
      case 0x09, 0x0A, 0x20...: bytes.append(byte)
      default: bytes += Array("_x00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16, uppercase: true))_".utf8)
      }
    }
  }

  private enum XML {
    static let row = Array("<row r=\"".utf8)
    static let rowEnd = Array("</row>".utf8)
    static let style = Array(" s=\"".utf8)
    static let value = Array("><v>".utf8)
    static let valueEnd = Array("</v></c>".utf8)
    static let text = Array(" t=\"inlineStr\"><is><t>".utf8)
    static let textWithBlanks = Array(" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8)
    static let textEnd = Array("</t></is></c>".utf8)
  }
}

private let less = UInt8(ascii: "<")
private let greater = UInt8(ascii: ">")
