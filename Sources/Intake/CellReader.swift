import Foundation
import Records

/// Reads the cells of a column. Courses, sessions, languages and so on repeat from row to row: a cell with the same
/// bytes as the previous one reuses its value.
struct CellReader {
  private let field: Field
  private let repeats: Bool
  private var lastBytes: [UInt8] = []
  private var lastValue: FieldValue

  init(_ field: Field) {
    self.field = field
    lastValue = field.fallback
    repeats =
      switch field.type {
      case .reference, .item, .choice, .language, .timeZone: true
      default: false
      }
  }

  mutating func read(
    _ bytes: [UInt8], _ range: Range<Int>, _ context: FieldContext
  ) throws(FieldError) -> FieldValue {
    guard repeats, !range.isEmpty else { return try field.read(bytes.span.extracting(range), context) }
    if isLast(bytes, range) { return lastValue }
    lastValue = try field.read(bytes.span.extracting(range), context)
    lastBytes.removeAll(keepingCapacity: true)
    lastBytes.append(contentsOf: bytes[range])
    return lastValue
  }

  private func isLast(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count == lastBytes.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      lastBytes.withUnsafeBytes { last in
        guard let start = bytes.baseAddress, let lastStart = last.baseAddress else { return true }
        return memcmp(start + range.lowerBound, lastStart, last.count) == 0
      }
    }
  }
}
