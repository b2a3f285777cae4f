/// Rows of values, end to end in bytes: a fraction of the memory of arrays, equal where their values are equal, and
/// bound to a statement without a copy.
///
/// A value is a byte that tells what follows: 0 nothing; 15 not given; 1–9 a whole number in 0–8 bytes, as few as hold it; from 16 on
/// a text, with its length in the byte itself or, from 200 on, in the four bytes after it.
package struct PackedRows: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Where each row begins.
  package private(set) var starts: [Int] = []

  package init() {}

  package var count: Int { starts.count }
  package var isEmpty: Bool { starts.isEmpty }

  /// The bytes of a row.
  package func range(_ row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : bytes.count)
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  /// Makes room for so many bytes at once: an array that grows step by step holds twice its content for a moment.
  package mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

  /// Gives back the room that it grew into and does not need.
  package mutating func trim() {
    bytes = bytes.withUnsafeBufferPointer { Array($0) }
    starts = starts.withUnsafeBufferPointer { Array($0) }
  }

  /// Begins a row, whose values are appended next.
  package mutating func beginRow() { starts.append(bytes.count) }

  /// Appends all rows of others.
  package mutating func append(rows others: PackedRows) {
    let end = bytes.count
    for start in others.starts { starts.append(end + start) }
    bytes.append(contentsOf: others.bytes)
  }

  /// Appends values that are packed already.
  package mutating func append(packed values: ArraySlice<UInt8>) { bytes.append(contentsOf: values) }
  package mutating func append(packed values: UnsafeRawBufferPointer) { bytes.append(contentsOf: values) }

  package mutating func append(_ value: SQLValue) {
    switch value {
    case .null: appendNull()
    case .integer(let integer): append(integer)
    case .text(let text): append(text)
    }
  }

  package mutating func appendNull() { bytes.append(0) }

  /// Appends the mark of a value that is not given (`PackedValue.absent`).
  package mutating func appendAbsent() { bytes.append(PackedValue.absentTag) }

  package mutating func append(_ integer: Int) {
    let width = PackedValue.width(of: integer)
    let packed = UInt128(UInt64(bitPattern: Int64(integer))) << 8 | UInt128(1 + width)
    withUnsafeBytes(of: packed.littleEndian) {
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[...width]))
    }
  }

  package mutating func append(_ integer: Int?) {
    if let integer { append(integer) } else { appendNull() }
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(text: $0) }
  }

  package mutating func append(text: UnsafeBufferPointer<UInt8>) {
    if text.count < PackedValue.longText {
      bytes.append(PackedValue.text + UInt8(text.count))
    } else {
      bytes.append(PackedValue.text + UInt8(PackedValue.longText))
      withUnsafeBytes(of: UInt32(text.count).littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.append(contentsOf: text)
  }
}

/// A packed value, found in its bytes.
package enum PackedValue {
  case null
  /// Not given: whoever puts the row to another one takes the value from there. Never bound.
  case absent
  case integer(Int)
  /// Where the text's bytes are.
  case text(Range<Int>)

  package var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  static let absentTag: UInt8 = 15
  static let text: UInt8 = 16
  static let longText = 200

  /// Finds the value that begins at a position, and moves the position behind it.
  package init(in bytes: UnsafeRawBufferPointer, at position: inout Int) {
    let tag = bytes[position]
    position += 1
    switch tag {
    case 0: self = .null
    case Self.absentTag: self = .absent
    case 1..<Self.text:
      let width = Int(tag) - 1
      var bits: UInt64 = 0
      for index in 0..<width { bits |= UInt64(bytes[position + index]) << UInt64(8 * index) }
      position += width
      let unused = UInt64(64 - 8 * width)
      self = .integer(width == 0 ? 0 : Int(Int64(bitPattern: bits << unused) >> Int64(unused)))
    default:
      var length = Int(tag - Self.text)
      if length == Self.longText {
        length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        position += 4
      }
      self = .text(position..<position + length)
      position += length
    }
  }

  /// How many bytes hold the number and its sign.
  static func width(of integer: Int) -> Int {
    let magnitude = integer ^ (integer >> 63)
    return integer == 0 ? 0 : (64 - magnitude.leadingZeroBitCount) / 8 + 1
  }
}

/// A row of packed ones as any other row; it is moved from one to the next.
package struct PackedRow: SQLRow {
  private let bytes: [UInt8]
  private var values: [PackedValue] = []

  package init(_ rows: PackedRows) { bytes = rows.bytes }

  package var count: Int { values.count }

  package mutating func move(to range: Range<Int>) {
    values.removeAll(keepingCapacity: true)
    var position = range.lowerBound
    bytes.withUnsafeBytes { bytes in
      while position < range.upperBound { values.append(PackedValue(in: bytes, at: &position)) }
    }
  }

  package func integer(_ column: Int) -> Int? {
    if case .integer(let integer) = values[column] { integer } else { nil }
  }

  package func text(_ column: Int) -> String? {
    if case .text(let range) = values[column] { String(decoding: bytes[range], as: UTF8.self) } else { nil }
  }

  package func value(_ column: Int) -> SQLValue {
    switch values[column] {
    case .null, .absent: .null
    case .integer(let integer): .integer(integer)
    case .text: .text(text(column) ?? "")
    }
  }
}
