import CZlib

/// The content of gzip members (RFC 1952), which may be concatenated (`cat a.gz b.gz`).
final class GzipSource: ByteSource {
  private let source: any ByteSource
  private var stream = z_stream()
  private var input: [UInt8] = []
  private var position = 0
  private var output = [UInt8](repeating: 0, count: pieceSize)
  /// Initially true, so that a file without any member counts as truncated.
  private var isInMember = true
  private static let pieceSize = 262_144

  init(_ source: any ByteSource) throws {
    self.source = source
    // A window of 15 bits; adding 16 selects the gzip format.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw UnreadableFile(reason: "cannot be decompressed: out of memory")
    }
  }

  deinit { inflateEnd(&stream) }

  func read(into buffer: inout [UInt8]) throws {
    let start = buffer.count
    while buffer.count == start {
      if position == input.count {
        input.removeAll(keepingCapacity: true)
        position = 0
        try source.read(into: &input)
        if input.isEmpty {
          if isInMember {
            throw UnreadableFile(reason: "is a truncated gzip file; download or compress it again")
          }
          return
        }
      }
      try inflateInput(into: &buffer)
    }
  }

  private func inflateInput(into buffer: inout [UInt8]) throws {
    isInMember = true
    let available = input.count - position
    let code = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress?.advanced(by: position)
        stream.avail_in = UInt32(available)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(Self.pieceSize)
        return inflate(&stream, Z_NO_FLUSH)
      }
    }
    position = input.count - Int(stream.avail_in)
    buffer.append(contentsOf: output.dropLast(Int(stream.avail_out)))
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END:
      isInMember = false
      inflateReset(&stream)
    default: throw UnreadableFile(reason: "is not a valid gzip file; download or compress it again")
    }
  }
}
