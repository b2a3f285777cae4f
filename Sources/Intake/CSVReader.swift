package import Foundation

/// Rows of a CSV file (RFC 4180, or with another separator; CRLF or LF; a byte-order mark is tolerated), one at a time.
package struct CSVReader {
  /// The longest row of records, in bytes.
  static let rowLimit = 1_048_576

  private let rowLimit: Int

  private let source: any ByteSource
  /// The byte between two cells.
  private let separator: UInt8
  /// The highest byte with a special meaning.
  private let highest: UInt8
  private var buffer: [UInt8] = []
  private var position = 0
  private var nextLine = 1
  private var isAtStart = true

  /// The line on which the current row starts, from 1.
  package private(set) var line = 0
  /// What is malformed in the current row; nil if nothing is. Completes the sentence "the row …".
  package private(set) var defect: String?
  /// The bytes of the current row's cells, and the offset at which each cell ends.
  package private(set) var bytes: [UInt8] = []
  package private(set) var ends: [Int] = []
  /// The number of bytes between two cells in `bytes`: 1 if the separators are included, else 0.
  private var gap = 0

  /// Reads a file with commas.
  /// - Throws: `UnreadableFile`.
  package init(_ file: URL, rowLimit: Int) throws {
    self.init(try FileSource(file) { _ in }, rowLimit: rowLimit)
  }

  /// - Parameter rowLimit: the longest row, in bytes.
  init(
    _ source: any ByteSource, separator: UInt8 = UInt8(ascii: ","), rowLimit: Int = CSVReader.rowLimit
  ) {
    self.rowLimit = rowLimit
    self.source = source
    self.separator = separator
    highest = max(separator, UInt8(ascii: "\""))
  }

  /// Whether all cells of the current row are blank.
  var isBlank: Bool {
    bytes.allSatisfy { $0 == separator && gap == 1 || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  }

  /// Advances to the next row that is not an empty line.
  /// - Returns: false at the end.
  package mutating func next() throws -> Bool {
    if isAtStart { try skipMark() }
    while true {
      guard try fill() else { return false }
      if try readRow() { return true }
    }
  }

  package func cell(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1] + gap)..<ends[index] }

  private mutating func skipMark() throws {
    isAtStart = false
    while buffer.count < 3, try readMore() {}
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
    } else if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
      throw UnreadableFile(reason: "is UTF-16; save it as UTF-8")
    }
  }

  private mutating func fill() throws -> Bool {
    if position < buffer.count { return true }
    return try readMore()
  }

  private mutating func readMore() throws -> Bool {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      position = 0
    }
    let before = buffer.count
    try source.read(into: &buffer)
    return buffer.count > before
  }

  /// - Returns: false for an empty line.
  private mutating func readRow() throws -> Bool {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    defect = nil
    line = nextLine
    gap = readPlainRow() ? 1 : 0
    if gap == 0 { while try readCell() {} }
    if bytes.count + (ends.count - 1) * (1 - gap) > rowLimit {
      defect = "is longer than \(rowLimit / 1_048_576) MiB, the limit for a row"
    }
    return !bytes.isEmpty || ends.count > 1
  }

  /// The fast path for nearly all rows: copies a row that has no quotes and is completely in the buffer.
  private mutating func readPlainRow() -> Bool {
    guard let end = plainRow() else {
      ends.removeAll(keepingCapacity: true)
      return false
    }
    ends.append(end - position)
    buffer.withUnsafeBufferPointer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[position..<end])) }
    position = end + (buffer[end] == UInt8(ascii: "\r") ? 2 : 1)
    nextLine += 1
    return true
  }

  /// Finds the ends of cells.
  /// - Returns: the end of the line; nil if the row needs the slow path.
  private mutating func plainRow() -> Int? {
    let limit = min(buffer.count, position + rowLimit)
    let (separator, highest) = (separator, highest)
    return buffer.withUnsafeBufferPointer { buffer in
      for index in position..<limit where buffer[index] <= highest {
        switch buffer[index] {
        case separator: ends.append(index - position)
        case UInt8(ascii: "\n"): return index
        case UInt8(ascii: "\r"): return index + 1 < limit && buffer[index + 1] == UInt8(ascii: "\n") ? index : nil
        case UInt8(ascii: "\""): return nil
        default: continue
        }
      }
      return nil
    }
  }

  /// - Returns: whether a separator ends the cell, so that another follows.
  private mutating func readCell() throws -> Bool {
    defer { endCell() }
    var isQuoted = false
    if try fill(), buffer[position] == UInt8(ascii: "\"") {
      isQuoted = true
      position += 1
      try readQuoted()
    }
    while try fill() {
      let plain = plainBytes()
      if plain > 0 {
        if isQuoted { defect = "has text after the closing quote of a cell; double the quotes inside a cell" }
        append(next: plain)
        continue
      }
      let byte = buffer[position]
      position += 1
      switch byte {
      case separator: return true
      case UInt8(ascii: "\n"):
        nextLine += 1
        return false
      case UInt8(ascii: "\r"):
        if try fill(), buffer[position] == UInt8(ascii: "\n") { continue }
        defect = "has a carriage return without a line feed; end lines with LF or CRLF, and quote cells that have one"
      default:
        defect = "has a quote in the middle of a cell; quote the whole cell and double the quotes in it"
      }
    }
    return false
  }

  /// The number of buffered bytes before the next separator, line end or quote.
  private func plainBytes() -> Int {
    buffer.withUnsafeBufferPointer { buffer in
      var end = position
      while end < buffer.count {
        let byte = buffer[end]
        // With a comma, all four special bytes are at the start of ASCII, where few other bytes are.
        if byte <= highest, isSpecial(byte) { break }
        end += 1
      }
      return end - position
    }
  }

  private func isSpecial(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\"")
  }

  /// Reads a quoted cell from after its opening quote past its closing quote.
  private mutating func readQuoted() throws {
    while try fill() {
      let byte = buffer[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard try fill(), buffer[position] == UInt8(ascii: "\"") else { return }
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        nextLine += 1
      }
      append(byte)
    }
    throw UnreadableFile(reason: "ends inside a quoted cell that begins on line \(line) or later; close the quote")
  }

  /// Beyond the limit, neither bytes nor cells of a row are kept.
  private mutating func append(_ byte: UInt8) {
    if bytes.count <= rowLimit { bytes.append(byte) }
  }

  /// Appends buffered bytes to the cell.
  private mutating func append(next count: Int) {
    if bytes.count <= rowLimit { bytes.append(contentsOf: buffer[position..<position + count]) }
    position += count
  }

  private mutating func endCell() {
    if ends.count <= rowLimit + 1 { ends.append(bytes.count) }
  }
}
