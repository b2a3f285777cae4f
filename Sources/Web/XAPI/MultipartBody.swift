import Foundation
import Records

/// A body of several parts (RFC 2046, 5.1).
struct MultipartBody: Sendable {
  struct Part: Sendable {
    /// By lower-cased name.
    let headers: [String: String]
    let data: ArraySlice<UInt8>

    var mediaType: String {
      let type = headers["content-type"] ?? ""
      return type.splitBytes(at: ";", maxSplits: 1, keepsEmpty: true)[0].asciiTrimmed.asciiLowercased
    }
  }

  /// The most parts, and bytes of the headers of one.
  private static let partLimit = 1_000
  private static let headLimit = 8_192

  let parts: [Part]

  /// - Returns: nil if the content type has no boundary of 1 to 70 characters.
  static func boundary(_ contentType: String) -> String? {
    for parameter in contentType.splitBytes(at: ";").dropFirst() {
      let pair = parameter.splitBytes(at: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].asciiTrimmed.asciiLowercased == "boundary" else { continue }
      let value = pair[1].asciiTrimmed.trimmingCharacters(in: ["\""])
      return (1...70).contains(value.utf8.count) ? value : nil
    }
    return nil
  }

  init(_ body: [UInt8], boundary: String) throws {
    let delimiter = Array("--\(boundary)".utf8)
    var (parts, isClosed) = ([Part](), false)
    var start = Self.find(delimiter, in: body, from: 0).map { $0 + delimiter.count }
    while let from = start, !isClosed {
      if body[from...].starts(with: "--".utf8) {
        isClosed = true
        break
      }
      guard parts.count < Self.partLimit else { throw XAPIFault.bad("The body has more than \(Self.partLimit) parts.") }
      guard let end = Self.find(Array("\n".utf8) + delimiter, in: body, from: from) else { break }
      let last = end > from && body[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
      parts.append(try Self.part(body[from..<max(from, last)]))
      start = end + 1 + delimiter.count
    }
    guard isClosed else { throw XAPIFault.bad("The body does not end with its boundary.") }
    self.parts = parts
  }

  private static func find(_ bytes: [UInt8], in body: [UInt8], from start: Int) -> Int? {
    body.withUnsafeBytes { all -> Int? in
      guard let base = all.baseAddress, let first = bytes.first else { return nil }
      var start = start
      while start + bytes.count <= all.count {
        guard let found = memchr(base + start, Int32(first), all.count - start - bytes.count + 1) else { return nil }
        start = UnsafeRawPointer(found) - base
        if memcmp(found, bytes, bytes.count) == 0 { return start }
        start += 1
      }
      return nil
    }
  }

  /// - Parameter bytes: from the end of the boundary on.
  private static func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
    var (rest, headers) = (line(bytes).rest, [String: String]())
    while true {
      let (line, next) = line(rest)
      rest = next
      if line.isEmpty { break }
      guard bytes.count - rest.count < headLimit, let text = String(validating: line, as: UTF8.self) else {
        throw XAPIFault.bad("A part has invalid headers.")
      }
      let pair = text.splitBytes(at: ":", maxSplits: 1, keepsEmpty: true)
      guard pair.count == 2 else { throw XAPIFault.bad("A part has invalid headers.") }
      headers[pair[0].asciiTrimmed.asciiLowercased] = pair[1].asciiTrimmed
    }
    return Part(headers: headers, data: rest)
  }

  private static func line(_ bytes: ArraySlice<UInt8>) -> (line: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return (bytes, bytes[bytes.endIndex...]) }
    let line = bytes[..<end]
    return (line.last == UInt8(ascii: "\r") ? line.dropLast() : line, bytes[(end + 1)...])
  }
}
