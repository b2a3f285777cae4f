import Foundation
import Records
import Support

/// Bytes that arrive in chunks.
protocol ByteSource: AnyObject {
  /// Appends the next chunk; nothing appended means the end.
  func read(into buffer: inout [UInt8]) throws
}

/// An error that makes the rest of a file unreadable.
package struct UnreadableFile: Error, Sendable {
  package let reason: String

  /// As a fault of the file as a whole.
  func fault(_ kind: RecordKind) -> RowError {
    RowError(kind: kind.name, line: 0, fault: FieldError(field: "", value: "", reason: reason))
  }
}

/// A file, 256 KiB at a time.
final class FileSource: ByteSource {
  private let handle: FileHandle
  private let size: Int
  private let onRead: (Int) -> Void

  init(_ file: URL, onRead: @escaping (Int) -> Void) throws {
    do { handle = try FileHandle(forReadingFrom: file) } catch {
      throw UnreadableFile(reason: "cannot be opened; check that this account may read the file")
    }
    size = 262_144
    self.onRead = onRead
  }

  deinit { try? handle.close() }

  func read(into buffer: inout [UInt8]) throws {
    do {
      let piece = try handle.read(upToCount: size) ?? Data()
      onRead(piece.count)
      buffer.append(contentsOf: piece)
    } catch {
      throw UnreadableFile(reason: "cannot be read to the end; check that it is a file and that the disk works")
    }
  }
}

/// Bytes in memory, such as the body of a request.
final class MemorySource: ByteSource {
  private var bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: inout [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    bytes = []
  }
}

/// Prefetches chunks of another source on a separate thread, starting with the first read.
final class PrefetchingSource: ByteSource {
  private let source: any ByteSource
  private var ahead: Prefetcher<[UInt8]>?
  private var isAtEnd = false

  init(_ source: any ByteSource) { self.source = source }

  func read(into buffer: inout [UInt8]) throws {
    if isAtEnd { return }
    let source = source
    let ahead =
      self.ahead
      ?? Prefetcher(room: 2) {
        var piece: [UInt8] = []
        try source.read(into: &piece)
        return piece.isEmpty ? nil : piece
      }
    self.ahead = ahead
    guard let piece = try ahead.next() else {
      isAtEnd = true
      return
    }
    buffer.append(contentsOf: piece)
  }
}
