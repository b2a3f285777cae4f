import CZlib
import Foundation
import Spreadsheets
import Support
import Testing

/// An XLSX file written for a test: a separate folder, and its members by name.
final class XLSXFile {
  let folder: URL
  var path: String { folder.appendingPathComponent("test.xlsx").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("xlsx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var bytes: [UInt8] { get throws { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } }
  var names: [String] { get throws { try Folder.names(in: folder.path) } }

  func write(
    _ columns: [SpreadsheetColumn], _ rows: [[SpreadsheetCell]], style: SpreadsheetStyle = SpreadsheetStyle(zone: .gmt),
    rowsPerSheet: Int = 1_048_576
  ) throws {
    let writer = XLSXWriter(path: path, style: style, rowsPerSheet: rowsPerSheet)
    try writer.begin(columns: columns)
    for row in rows { try writer.row(row) }
    try writer.finish()
  }

  /// The text of a member of the zip archive, found by the central directory (PKWARE APPNOTE 4.3.12), or nil if it does
  /// not exist.
  func member(_ name: String) throws -> String? {
    let zip = try bytes
    func number(_ at: Int, _ size: Int) -> Int { (0..<size).reduce(0) { $0 | Int(zip[at + $1]) << (8 * $1) } }
    let end = try #require((0...(zip.count - 22)).last { number($0, 4) == 0x0605_4b50 })
    var entry = number(end + 16, 4)
    for _ in 0..<number(end + 10, 2) {
      let nameLength = number(entry + 28, 2)
      if String(decoding: zip[(entry + 46)..<(entry + 46 + nameLength)], as: UTF8.self) == name {
        let local = number(entry + 42, 4)
        let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
        let packed = [UInt8](zip[start..<(start + number(entry + 20, 4))])
        return String(decoding: try inflated(packed, size: number(entry + 24, 4)), as: UTF8.self)
      }
      entry += 46 + nameLength + number(entry + 30, 2) + number(entry + 32, 2)
    }
    return nil
  }

  func sheet(_ number: Int = 1) throws -> String {
    try #require(try member("xl/worksheets/sheet\(number).xml"))
  }

  private func inflated(_ packed: [UInt8], size: Int) throws -> [UInt8] {
    var packed = packed
    var stream = z_stream()
    let rawDeflate: Int32 = -15
    try #require(inflateInit2_(&stream, rawDeflate, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { inflateEnd(&stream) }
    return try packed.withUnsafeMutableBufferPointer { input in
      try [UInt8](unsafeUninitializedCapacity: size) { output, count in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(size)
        try #require(inflate(&stream, Z_FINISH) == Z_STREAM_END)
        count = size
      }
    }
  }
}
