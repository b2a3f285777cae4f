import Foundation

/// Writes bytes to a file and reports why a write fails: the disk may be full.
final class FileSink {
  private let descriptor: Int32

  /// - Throws: `JobFailure`.
  init(_ url: URL) throws {
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if descriptor < 0 { throw JobFailure(system: errno) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: ArraySlice<UInt8>) throws {
    try bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw JobFailure(system: errno) }
        sent += count
      }
    }
  }
}
