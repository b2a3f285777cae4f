import CZlib
import Records

@testable import Intake

/// Bytes that arrive in pieces which end at the given offsets.
final class Pieces: ByteSource {
  private var pieces: [ArraySlice<UInt8>]

  init(_ bytes: [UInt8], cutAt cuts: [Int] = []) {
    let borders = [0] + cuts + [bytes.count]
    pieces = zip(borders, borders.dropFirst()).map { bytes[$0..<$1] }.filter { !$0.isEmpty }
  }

  /// One byte at a time.
  convenience init(single bytes: [UInt8]) { self.init(bytes, cutAt: Array(bytes.indices.dropFirst())) }

  func read(into buffer: inout [UInt8]) {
    if !pieces.isEmpty { buffer += pieces.removeFirst() }
  }
}

/// A gzip member of the bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var (input, output) = (bytes + [0], [UInt8](repeating: 0, count: bytes.count + 1024))
  let room = output.count
  input.withUnsafeMutableBufferPointer { from in
    output.withUnsafeMutableBufferPointer { to in
      stream.next_in = from.baseAddress
      stream.avail_in = UInt32(bytes.count)
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(room)
      deflate(&stream, Z_FINISH)
    }
  }
  return Array(output.prefix(room - Int(stream.avail_out)))
}

extension RecordSource {
  /// The whole input: a row as its values, an error as the text of its rejection.
  func texts() throws -> [String] {
    var texts: [String] = []
    while let item = try next() {
      switch item {
      case .row(let row, let line):
        let values = zip(row.kind.fields, row.values).filter { !$1.isNone }.map {
          "\($0.name)=\($1.text ?? "\($1.integer ?? 0)")"
        }
        let custom = row.custom.sorted { $0.key < $1.key }.map { "custom:\($0.key)=\($0.value)" }
        texts.append("\(line): " + (values + custom).joined(separator: " "))
      case .faulty(_, let line, _, let faults):
        texts += faults.map { Rejection(file: kind.name, RowError(kind: kind.name, line: line, fault: $0)).description }
      case .fault(let fault): texts.append(Rejection(file: fault.kind, fault).description)
      }
    }
    return texts
  }
}
