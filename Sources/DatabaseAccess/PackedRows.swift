/// Rows of values packed into bytes: they need a fraction of the memory of arrays, are equal if their values are equal,
/// and are bound to a statement without a copy.
///
/// Each value starts with a tag: 0 is NULL; 15 is "not given"; 1–9 is an integer in the next 0–8 bytes (the minimum);
/// 16 and above is a text, whose length is in the tag or, from 200 on, in the four bytes after it.
package struct PackedRows: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// The offset of each row.
  package private(set) var starts: [Int] = []

  package init() {}

  package var count: Int { starts.count }
  package var isEmpty: Bool { starts.isEmpty }

  /// The range of a row in `bytes`.
  package func range(_ row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : bytes.count)
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  /// Reserves the capacity at once: an array that grows step by step briefly holds twice its content.
  package mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

  /// Releases unused capacity.
  package mutating func trim() {
    bytes = bytes.withUnsafeBufferPointer { Array($0) }
    starts = starts.withUnsafeBufferPointer { Array($0) }
  }

  /// Begins a row; its values are appended next.
  package mutating func beginRow() { starts.append(bytes.count) }

  /// Appends all rows of another instance.
  package mutating func append(rows others: PackedRows) {
    let end = bytes.count
    for start in others.starts { starts.append(end + start) }
    bytes.append(contentsOf: others.bytes)
  }

  /// Appends values that are already packed.
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

  /// Appends a value that is not given (`PackedValue.absent`).
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

/// A decoded packed value.
package enum PackedValue {
  case null
  /// Not given: merging the row with a stored one takes the value from the stored row. Never bound.
  case absent
  case integer(Int)
  /// The range of the text's bytes.
  case text(Range<Int>)

  package var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  static let absentTag: UInt8 = 15
  static let text: UInt8 = 16
  static let longText = 200

  /// Decodes the value at a position, and moves the position past it.
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

  /// The number of bytes that hold the integer and its sign.
  static func width(of integer: Int) -> Int {
    let magnitude = integer ^ (integer >> 63)
    return integer == 0 ? 0 : (64 - magnitude.leadingZeroBitCount) / 8 + 1
  }
}

/// Packed rows as an `SQLRow`; `move` selects the row.
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
