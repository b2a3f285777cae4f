import CZlib
import Foundation

/// A new file that is written row by row, compressed or as it is.
package final class ExportFile {
  /// Rows that are not written yet; the caller appends to it.
  package var bytes: [UInt8] = []
  private let path: String
  private let descriptor: Int32
  private let gzip: GzipEncoder?
  private static let bufferSize = 262_144

  /// - Throws: `ExportError`.
  package init(_ path: String, isCompressed: Bool) throws {
    self.path = path
    gzip = isCompressed ? GzipEncoder() : nil
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw ExportError.system(path: path, number: errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  package func endRow() throws { if bytes.count >= Self.bufferSize { try flush(isLast: false) } }

  /// Writes everything to the disk.
  package func finish() throws {
    try flush(isLast: true)
    if fsync(descriptor) != 0 { throw ExportError.system(path: path, number: errno) }
  }

  private func flush(isLast: Bool) throws {
    if let gzip {
      try gzip.add(bytes, isLast: isLast) { try write($0) }
    } else {
      try bytes.withUnsafeBytes { try write($0) }
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private func write(_ buffer: UnsafeRawBufferPointer) throws {
    var sent = 0
    while sent < buffer.count {
      let count = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw ExportError.system(path: path, number: errno) }
      sent += count
    }
  }
}

/// Compresses bytes to one gzip member (RFC 1952) without a name and a time, so that equal content gives equal bytes.
private final class GzipEncoder {
  private var stream = z_stream()
  private var output = [UInt8](repeating: 0, count: 65_536)

  init() {
    // A window of 15 bits; adding 16 selects the gzip format. It can fail only for want of memory.
    let result = deflateInit2_(
      &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(result == Z_OK, "zlib has no memory")
  }

  deinit { deflateEnd(&stream) }

  func add(_ bytes: [UInt8], isLast: Bool, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
    var input = bytes
    try input.withUnsafeMutableBufferPointer { input in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      var isFull = true
      while isFull {
        try output.withUnsafeMutableBufferPointer { output in
          stream.next_out = output.baseAddress
          stream.avail_out = UInt32(output.count)
          deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          isFull = stream.avail_out == 0
          try write(UnsafeRawBufferPointer(start: output.baseAddress, count: output.count - Int(stream.avail_out)))
        }
      }
    }
  }
}
