import DatabaseAccess
import Foundation

/// Packed rows of facts, sorted by user and id for comparison.
struct FactRows {
  private let bytes: [UInt8]
  private var places: [Place] = []

  private struct Place {
    let user: Int
    let line: Int
    /// The range of the id's text.
    let id: Range<Int>
    /// From the id to the end of the row.
    let rest: Range<Int>
  }

  /// - Parameter hasLines: whether rows have a line between user and id.
  init(_ rows: PackedRows, hasLines: Bool) {
    bytes = rows.bytes
    places.reserveCapacity(rows.count)
    bytes.withUnsafeBytes { bytes in
      for row in 0..<rows.count { places.append(Self.place(bytes, rows.range(row), hasLines)) }
    }
    sort()
  }

  private static func place(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ hasLine: Bool) -> Place {
    var position = range.lowerBound
    let user = PackedValue(in: bytes, at: &position).integer ?? 0
    let line = hasLine ? PackedValue(in: bytes, at: &position).integer ?? 0 : 0
    let start = position
    let id = PackedValue(in: bytes, at: &position).text
    return Place(user: user, line: line, id: id, rest: start..<range.upperBound)
  }

  /// By user, id and line.
  private mutating func sort() {
    bytes.withUnsafeBytes { bytes in
      places.sort { a, b in
        let comparison = Self.compare(a, bytes, b, bytes)
        return comparison == 0 ? a.line < b.line : comparison < 0
      }
    }
  }

  private static func compare(
    _ a: Place, _ aBytes: UnsafeRawBufferPointer, _ b: Place, _ bBytes: UnsafeRawBufferPointer
  ) -> Int {
    if a.user != b.user { return a.user < b.user ? -1 : 1 }
    let order = memcmp(
      aBytes.baseAddress! + a.id.lowerBound, bBytes.baseAddress! + b.id.lowerBound, min(a.id.count, b.id.count))
    return order == 0 ? a.id.count - b.id.count : Int(order)
  }

  var count: Int { places.count }
  func user(_ row: Int) -> Int { places[row].user }
  func line(_ row: Int) -> Int { places[row].line }
  func id(_ row: Int) -> String { String(decoding: bytes[places[row].id], as: UTF8.self) }
  /// The row from its id on, packed.
  func rest(_ row: Int) -> ArraySlice<UInt8> { bytes[places[row].rest] }

  /// Negative if the row comes before the other, 0 if both are the same record.
  func comparison(_ row: Int, _ others: FactRows, _ other: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      others.bytes.withUnsafeBytes { Self.compare(places[row], bytes, others.places[other], $0) }
    }
  }

  /// The index of the last row of the same record.
  func lastOfSame(_ row: Int) -> Int {
    var last = row
    while last + 1 < count, comparison(last + 1, self, row) == 0 { last += 1 }
    return last
  }

  func contains(_ user: Int, _ id: String) -> Bool {
    var id = id
    return id.withUTF8 { id in
      let wanted = Place(user: user, line: 0, id: 0..<id.count, rest: 0..<0)
      return bytes.withUnsafeBytes { bytes in
        var (low, high) = (0, count)
        while low < high {
          let middle = (low + high) / 2
          if Self.compare(places[middle], bytes, wanted, UnsafeRawBufferPointer(id)) < 0 {
            low = middle + 1
          } else {
            high = middle
          }
        }
        return low < count && Self.compare(places[low], bytes, wanted, UnsafeRawBufferPointer(id)) == 0
      }
    }
  }
}

extension PackedValue {
  fileprivate var text: Range<Int> { if case .text(let range) = self { range } else { 0..<0 } }
}
