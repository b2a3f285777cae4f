import CZlib
import Foundation

/// Reads files written by `XLSXWriter`, as far as checking needs it: members of the zip by name (PKWARE APPNOTE 4.3),
/// the raw rows of a sheet, and the lines of a cover.
package final class XLSXReader {
  /// The file is not a complete zip, or was not written by `XLSXWriter`.
  package struct Damage: Error {}

  private let file: FileHandle
  /// The offsets of the members' local headers.
  private var members: [String: Int] = [:]

  /// - Throws: `Damage`.
  package init(path: String) throws {
    guard let file = FileHandle(forReadingAtPath: path) else { throw Damage() }
    self.file = file
    let size = Int(try file.seekToEnd())
    let tail = try bytes(at: max(0, size - 65_557), count: min(size, 65_557))
    guard tail.count >= 22, let end = (0...(tail.count - 22)).last(where: { tail.number($0, 4) == 0x0605_4B50 }) else {
      throw Damage()
    }
    let directory = try bytes(at: tail.number(end + 16, 4), count: tail.number(end + 12, 4))
    var entry = 0
    for _ in 0..<tail.number(end + 10, 2) {
      guard entry + 46 <= directory.count, directory.number(entry, 4) == 0x0201_4B50 else { throw Damage() }
      let length = directory.number(entry + 28, 2)
      guard entry + 46 + length <= directory.count else { throw Damage() }
      let name = String(decoding: directory[(entry + 46)..<(entry + 46 + length)], as: UTF8.self)
      members[name] = directory.number(entry + 42, 4)
      entry += 46 + length + directory.number(entry + 30, 2) + directory.number(entry + 32, 2)
    }
  }

  deinit { try? file.close() }

  /// Calls `take` with the rows of a sheet (from 1), in chunks.
  /// - Returns: false if the sheet does not exist.
  package func rows(ofSheet number: Int, _ take: (ArraySlice<UInt8>) -> Void) throws -> Bool {
    guard let start = members["xl/worksheets/sheet\(number).xml"] else { return false }
    var part = SheetData()
    try inflate(at: start) { part.add($0, take) }
    guard part.isWhole else { throw Damage() }
    return true
  }

  /// The texts of the first two columns of a small sheet.
  package func lines(ofSheet number: Int) throws -> [(String, String)] {
    var xml: [UInt8] = []
    guard try rows(ofSheet: number, { if xml.count < 4_000_000 { xml += $0 } }) else { throw Damage() }
    let text = String(decoding: xml, as: UTF8.self)
    return text.components(separatedBy: "<row ").dropFirst().map { row in
      let cells = row.components(separatedBy: "<t").dropFirst().map { cell in
        let text = cell.firstIndex(of: ">").map { cell[cell.index(after: $0)...] } ?? ""
        return Self.plain(text.components(separatedBy: "</t>").first ?? "")
      }
      return (cells.first ?? "", cells.count > 1 ? cells[1] : "")
    }
  }

  private static func plain(_ xml: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(xml) { $0.replacing($1.0, with: $1.1) }
  }

  private func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    try file.seek(toOffset: UInt64(offset))
    let read = try file.read(upToCount: count) ?? Data()
    guard read.count == count else { throw Damage() }
    return [UInt8](read)
  }

  /// Inflates a member up to the end of its stream (RFC 1951), so that its size need not be known.
  private func inflate(at start: Int, _ take: (ArraySlice<UInt8>) -> Void) throws {
    let header = try bytes(at: start, count: 30)
    try file.seek(toOffset: UInt64(start + 30 + header.number(26, 2) + header.number(28, 2)))
    var stream = z_stream()
    let rawDeflate: Int32 = -15
    guard inflateInit2_(&stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Damage()
    }
    defer { inflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: 262_144)
    while let piece = try file.read(upToCount: 65_536), !piece.isEmpty {
      var input = [UInt8](piece)
      let isOver = try input.withUnsafeMutableBufferPointer { from in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        return try Self.unpack(&stream, &output, take)
      }
      if isOver { return }
    }
    throw Damage()
  }

  /// - Returns: whether the member is complete.
  private static func unpack(
    _ stream: inout z_stream, _ output: inout [UInt8], _ take: (ArraySlice<UInt8>) -> Void
  ) throws -> Bool {
    while true {
      let code = inflate(&stream, into: &output)
      take(output[..<(output.count - Int(stream.avail_out))])
      switch code {
      case Z_STREAM_END: return true
      case Z_OK where stream.avail_in > 0 || stream.avail_out == 0: continue
      case Z_OK, Z_BUF_ERROR: return false
      default: throw Damage()
      }
    }
  }

  private static func inflate(_ stream: inout z_stream, into output: inout [UInt8]) -> Int32 {
    output.withUnsafeMutableBufferPointer { to in
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(to.count)
      return CZlib.inflate(&stream, Z_NO_FLUSH)
    }
  }
}

/// Extracts the contents of `<sheetData>…</sheetData>` from XML that arrives in chunks. Texts contain no literal `<`.
private struct SheetData {
  private enum State { case before, inside, after }
  private var state = State.before
  /// The possible start of a tag that continues in the next chunk.
  private var held: [UInt8] = []
  private static let opening = Array("<sheetData>".utf8)
  private static let closing = Array("</sheetData>".utf8)
  private static let empty = Array("<sheetData/>".utf8)

  var isWhole: Bool { state == .after }

  mutating func add(_ piece: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>) -> Void) {
    if state == .after { return }
    var bytes = held[...] + piece
    held = []
    if state == .before {
      if bytes.firstRange(of: Self.empty) != nil { return state = .after }
      guard let tag = bytes.firstRange(of: Self.opening) else { return held = Array(bytes.suffix(Self.empty.count)) }
      state = .inside
      bytes = bytes[tag.upperBound...]
    }
    if let tag = bytes.firstRange(of: Self.closing) {
      state = .after
      return take(bytes[..<tag.lowerBound])
    }
    let kept = bytes.suffix(Self.closing.count)
    take(bytes[..<kept.startIndex])
    held = Array(kept)
  }
}

extension [UInt8] {
  /// A little-endian number of `size` bytes.
  fileprivate func number(_ at: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[at + $1]) << (8 * $1) }
  }
}
