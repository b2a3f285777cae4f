import Foundation
import Records

/// Bytes that come in pieces.
protocol ByteSource: AnyObject {
  /// Appends the next piece; nothing appended means the end.
  func read(into buffer: inout [UInt8]) throws
}

/// What ends the reading of a whole file.
package struct UnreadableFile: Error, Sendable {
  package let reason: String

  /// As a fault of the file as a whole.
  func fault(_ kind: RecordKind) -> RowFault {
    RowFault(kind: kind.name, line: 0, fault: FieldFault(field: "", value: "", reason: reason))
  }
}

/// A file, 256 KiB at a time.
final class FileSource: ByteSource {
  private let handle: FileHandle
  private let size: Int
  private let onRead: (Int) -> Void

  init(_ file: URL, onRead: @escaping (Int) -> Void) throws {
    do { handle = try FileHandle(forReadingFrom: file) } catch {
      throw UnreadableFile(reason: "cannot be opened; check that it is a file that this account may read")
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
      throw UnreadableFile(reason: "cannot be read to its end (a folder, or a broken disk)")
    }
  }
}

/// Bytes at hand, such as the body of a request.
final class MemorySource: ByteSource {
  private var bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: inout [UInt8]) throws {
    buffer.append(contentsOf: bytes)
    bytes = []
  }
}

/// Another source's bytes, read some pieces ahead by a thread of its own, from the first piece on.
final class AheadSource: ByteSource {
  private let source: any ByteSource
  private var ahead: ReadAhead<[UInt8]>?
  private var isAtEnd = false

  init(_ source: any ByteSource) { self.source = source }

  func read(into buffer: inout [UInt8]) throws {
    if isAtEnd { return }
    let source = source
    let ahead =
      self.ahead
      ?? ReadAhead(room: 2) {
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
