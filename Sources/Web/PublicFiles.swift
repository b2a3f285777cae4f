import Access
import Foundation
import Hummingbird
import Records
import Support

/// Static files: styles and scripts. Few and small, so they are read once and found by exact name; no URL reaches any
/// other file on the disk.
struct PublicFiles: Sendable {
  static let all = PublicFiles(Server.resources.appending(path: "Public"))

  let files: [String: File]

  struct File: Sendable {
    let bytes: ByteBuffer
    let type: String
    let tag: String
  }

  private static let types = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
  ]

  private init(_ folder: URL) {
    let contents = (try? Folder.contents(of: folder)) ?? []
    let found = contents.compactMap { file -> (String, File)? in
      guard let type = Self.types[file.pathExtension], let data = try? Data(contentsOf: file) else { return nil }
      let tag = "\"\(Secret.hash(data.base64EncodedString()).prefix(20))\""
      return ("/" + file.lastPathComponent, File(bytes: ByteBuffer(bytes: data), type: type, tag: tag))
    }
    files = Dictionary(uniqueKeysWithValues: found)
  }
}

extension PublicFiles.File {
  /// The file, a range of it, or 304 if the browser has it already.
  func response(to request: Request) -> Response {
    var headers: HTTPFields = [
      .contentType: type, .cacheControl: "public, max-age=86400", .eTag: tag, .acceptRanges: "bytes",
    ]
    if isKnown(request.headers[values: .ifNoneMatch]) { return Response(status: .notModified, headers: headers) }
    let size = bytes.readableBytes
    // Ranges are defined for GET only (RFC 9110, 14.2).
    let isPart = request.method == .get && (request.headers[.ifRange].map { $0.equalsBytes(of: tag) } ?? true)
    switch ByteRange(isPart ? request.headers[.range] : nil, of: size) {
    case .whole: return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
    case .part(let range):
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
      let part = bytes.getSlice(at: bytes.readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
      return Response(status: .partialContent, headers: headers, body: .init(byteBuffer: part))
    case .none:
      headers[.contentRange] = "bytes */\(size)"
      headers[.contentType] = nil
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
  }

  private func isKnown(_ conditions: [String]) -> Bool {
    conditions.flatMap { $0.splitBytes(at: ",") }.map(\.asciiTrimmed).contains { condition in
      condition == "*" || condition.equalsBytes(of: tag) || condition.equalsBytes(of: "W/" + tag)
    }
  }
}

/// The result of a `Range` header for a file (RFC 9110, 14.1.2).
enum ByteRange: Equatable {
  /// The whole file: no header, an unsupported one, or several ranges.
  case whole
  case part(ClosedRange<Int>)
  /// Not satisfiable.
  case none

  init(_ header: String?, of size: Int) {
    guard let header, header.utf8.prefix(6).elementsEqual("bytes=".utf8) else { self = .whole; return }
    let wanted = header.utf8.dropFirst(6).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { Self.ends(String(decoding: $0, as: UTF8.self).asciiTrimmed) }
    if wanted.contains(where: { $0 == nil }) { self = .whole; return }
    let parts = wanted.compactMap { $0 }.compactMap { Self.part($0.first, $0.last, of: size) }
    self = parts.isEmpty ? .none : wanted.count == 1 ? .part(parts[0]) : .whole
  }

  private static func ends(_ text: String) -> (first: Int?, last: Int?)? {
    let parts = text.splitBytes(at: "-", keepsEmpty: true)
    guard parts.count == 2, parts.contains(where: { !$0.isEmpty }),
      parts.allSatisfy({ $0.utf8.allSatisfy(\.isDecimalDigit) })
    else { return nil }
    // A number too long for Int is beyond the end of any file.
    func number(_ text: String) -> Int? { text.isEmpty ? nil : Int(text) ?? Int.max }
    return (number(parts[0]), number(parts[1]))
  }

  private static func part(_ first: Int?, _ last: Int?, of size: Int) -> ClosedRange<Int>? {
    guard size > 0 else { return nil }
    guard let first else {
      guard let count = last, count > 0 else { return nil }
      return max(0, size - count)...(size - 1)
    }
    let end = min(last ?? Int.max, size - 1)
    return first <= end ? first...end : nil
  }
}
