#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One CSV file of the folder, with its own buffer.
///
/// Cells are appended as bytes, without creating a string for a number, an instant or an id. An error is stored in
/// `failure` and thrown by `close()`, so that writing a cell needs no error handling; after an error nothing more is
/// written.
final class RecordFile {
  let path: String
  /// Rows written so far, without the header.
  private(set) var rows = 0
  /// The first error, if any.
  private(set) var failure: DemoError?

  private let descriptor: Int32
  private let buffer: UnsafeMutablePointer<UInt8>
  private var used = 0
  private var isClosed = false
  private static let capacity = 1 << 16

  init(path: String, header: String) throws {
    self.path = path
    let opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw DemoError.fileUnwritable(path, reason: systemError()) }
    descriptor = opened
    buffer = .allocate(capacity: RecordFile.capacity)
    var line = header + "\n"
    line.withUTF8 { append($0) }
  }

  deinit {
    buffer.deallocate()
    if !isClosed { _ = closeDescriptor(descriptor) }
  }

  /// Writes buffered bytes and closes the file.
  func close() throws {
    flush()
    isClosed = true
    if closeDescriptor(descriptor) != 0, failure == nil {
      failure = .fileUnwritable(path, reason: systemError())
    }
    if let failure { throw failure }
  }

  /// Ends a row: the comma after its last cell becomes a line break.
  func endRow() {
    buffer[used - 1] = UInt8(ascii: "\n")
    rows += 1
  }

  /// Appends one byte unchanged.
  @inline(__always) func put(_ byte: UInt8) {
    if used == RecordFile.capacity { flush() }
    buffer[used] = byte
    used += 1
  }

  /// Appends bytes unchanged.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    if used + bytes.count >= RecordFile.capacity { flush() }
    // Longer than the buffer: written directly. No demo cell is that long, but a header could be.
    guard bytes.count < RecordFile.capacity else { return write(start, bytes.count) }
    (buffer + used).update(from: start, count: bytes.count)
    used += bytes.count
  }

  private func flush() {
    write(buffer, used)
    used = 0
  }

  private func write(_ start: UnsafePointer<UInt8>, _ count: Int) {
    var done = 0
    while done < count, failure == nil {
      let written = writeBytes(descriptor, start + done, count - done)
      if written > 0 {
        done += written
      } else if errno != EINTR {
        failure = .fileUnwritable(path, reason: systemError())
      }
    }
  }
}
