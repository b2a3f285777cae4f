import Testing

@testable import Intake

/// gzip files: complete, with several members, truncated, corrupt.
@Suite struct GzipTests {
  private static let text = Array("id,name\nt1,T\n".utf8)
  /// More than one output buffer.
  private static let long = text + Array(repeating: UInt8(ascii: "x"), count: 700_000)

  private func unpack(_ source: Pieces) throws -> [UInt8] {
    let gzip = try GzipSource(source)
    var result: [UInt8] = []
    while true {
      let before = result.count
      try gzip.read(into: &result)
      if result.count == before { return result }
    }
  }

  @Test func `A member is unpacked, wherever its bytes are cut`() throws {
    let packed = gzip(Self.text)
    #expect(try unpack(Pieces(packed)) == Self.text)
    #expect(try unpack(Pieces(single: packed)) == Self.text)
    let longPacked = gzip(Self.long)
    for cut in stride(from: 1, to: longPacked.count, by: longPacked.count / 4) {
      #expect(try unpack(Pieces(longPacked, cutAt: [cut])) == Self.long)
    }
  }

  @Test func `Several members are one text, empty ones among them`() throws {
    let packed = gzip(Array("a,".utf8)) + gzip([]) + gzip(Self.text) + gzip(Array("z".utf8))
    let expected = Array("a,".utf8) + Self.text + Array("z".utf8)
    #expect(try unpack(Pieces(packed)) == expected)
    #expect(try unpack(Pieces(single: packed)) == expected)
    #expect(try unpack(Pieces(gzip([]))) == [])
  }

  @Test func `A file that is cut anywhere is told to be truncated`() {
    let packed = gzip(Self.text)
    for length in 0..<packed.count {
      let error = #expect(throws: UnreadableFile.self) { try unpack(Pieces(Array(packed.prefix(length)))) }
      #expect(error?.reason.contains("a truncated gzip") == true, "\(length) bytes")
    }
    let second = packed + packed.prefix(5)
    #expect(throws: UnreadableFile.self) { try unpack(Pieces(second)) }
  }

  @Test func `What is no gzip, or broken, is told`() {
    var broken = gzip(Self.text)
    broken[broken.count - 5] ^= 0xFF
    for bytes in [
      Array("id,name\n".utf8), broken, gzip([1]) + Array("garbage".utf8), [0x1F, 0x8B, 0xFF, 0xFF, 0, 0, 0, 0],
    ] {
      let error = #expect(throws: UnreadableFile.self) { try unpack(Pieces(bytes)) }
      #expect(error?.reason == "is not a valid gzip file; download or compress it again")
    }
  }

  @Test func `What unpacks a thousandfold comes in pieces`() throws {
    let source = try GzipSource(Pieces(gzip(Array(repeating: 0, count: 5_000_000))))
    var (total, buffer) = (0, [UInt8]())
    repeat {
      buffer.removeAll(keepingCapacity: true)
      try source.read(into: &buffer)
      total += buffer.count
      #expect(buffer.count <= 524_288)
    } while !buffer.isEmpty
    #expect(total == 5_000_000)
  }
}
