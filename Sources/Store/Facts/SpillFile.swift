import DatabaseAccess
import Foundation

/// A temporary file for runs of rows. It is unlinked at once, so that nothing is left however the program ends.
final class SpillFile {
  private let descriptor: Int32
  private var size = 0

  init() throws {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/var/tmp"
    // `mkstemp` replaces the six X.
    var name = Array("\(folder)/tallybook-\(String(repeating: "X", count: 6))".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw Self.error("Cannot create a temporary file in \(folder)") }
    unlink(name)
  }

  deinit { close(descriptor) }

  /// Appends the rows in the given order, each preceded by its length.
  func write(_ rows: PackedRows, _ order: [Int]) throws -> any RowRun {
    let start = size
    var piece: [UInt8] = []
    for row in order {
      let range = rows.range(row)
      withUnsafeBytes(of: UInt32(range.count).littleEndian) { piece.append(contentsOf: $0) }
      piece.append(contentsOf: rows.bytes[range])
      if piece.count >= SpilledRun.pieceSize { try flush(&piece) }
    }
    try flush(&piece)
    return SpilledRun(self, start..<size)
  }

  private func flush(_ piece: inout [UInt8]) throws {
    var done = 0
    while done < piece.count {
      let count = piece.withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(size))
      }
      guard count > 0 else { throw Self.error("Cannot write a temporary file") }
      done += count
      size += count
    }
    piece.removeAll(keepingCapacity: true)
  }

  /// Reads all bytes of the range.
  func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws {
    var place = range.lowerBound
    while place < range.upperBound {
      let wanted = range.upperBound - place
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { bytes, count in
        count = max(0, pread(descriptor, bytes.baseAddress, wanted, off_t(place)))
      }
      guard !piece.isEmpty else { throw Self.error("Cannot read a temporary file") }
      buffer.append(contentsOf: piece)
      place += piece.count
    }
  }

  private static func error(_ words: String) -> StorageError { .system(errno, words) }
}

/// A run in the file, read in chunks.
private final class SpilledRun: RowRun {
  static let pieceSize = 65_536

  private let file: SpillFile
  private var rest: Range<Int>
  private var buffer: [UInt8] = []
  private var position = 0
  /// The next row and its user.
  private var row = 0..<0
  private var nextUser: Int?

  init(_ file: SpillFile, _ range: Range<Int>) {
    self.file = file
    rest = range
  }

  func user() throws -> Int? {
    if row.isEmpty { try read() }
    return nextUser
  }

  func takeRow(into rows: inout PackedRows) throws {
    rows.beginRow()
    rows.append(packed: buffer[row])
    position = row.upperBound
    row = 0..<0
  }

  private func read() throws {
    nextUser = nil
    guard try fill(4) else { return }
    let length = buffer.withUnsafeBytes {
      Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }
    guard try fill(4 + length) else { return }
    row = position + 4..<position + 4 + length
    nextUser = buffer.withUnsafeBytes { bytes in
      var start = row.lowerBound
      return PackedValue(in: bytes, at: &start).integer
    }
  }

  /// - Returns: whether that many bytes are buffered; false at the end.
  private func fill(_ count: Int) throws -> Bool {
    if buffer.count - position >= count { return true }
    buffer.removeFirst(position)
    position = 0
    let piece = rest.prefix(max(Self.pieceSize, count - buffer.count))
    try file.read(piece, into: &buffer)
    rest = piece.upperBound..<rest.upperBound
    return buffer.count >= count
  }
}
