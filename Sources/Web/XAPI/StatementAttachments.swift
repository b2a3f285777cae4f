import Foundation
import Hummingbird
import LRS
import Records
import Support

/// Statements with the data of their attachments, as `multipart/mixed`. One attachment is in memory at a time.
struct StatementAttachments: Sendable {
  /// SHA-2 and content type of each.
  private let described: [(sha2: String, type: String)]

  init(_ statements: [JSONValue]) {
    var seen: Set<String> = []
    described = statements.flatMap(StatementAttachment.described).compactMap { attachment in
      guard let sha2 = attachment["sha2"]?.string?.asciiLowercased, seen.insert(sha2).inserted else { return nil }
      return (sha2, attachment["contentType"]?.string ?? "application/octet-stream")
    }
  }

  func response(_ json: JSONValue, _ visit: WebRequest) -> Response {
    let boundary = UUID().uuidString
    let body = ResponseBody { [described] writer in
      try await writer.write(
        ByteBuffer(string: "--\(boundary)\r\nContent-Type: application/json\r\n\r\n\(json.text)\r\n"))
      for (sha2, type) in described {
        guard let part = try await visit.read({ try StatementAttachment.stored(sha2, $0) }) else { continue }
        let type = String(type.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7F })
        try await writer.write(
          ByteBuffer(
            string: "--\(boundary)\r\nContent-Type: \(type)\r\nContent-Transfer-Encoding: binary\r\n"
              + "X-Experience-API-Hash: \(sha2)\r\n\r\n"))
        try await writer.write(ByteBuffer(bytes: part.data))
        try await writer.write(ByteBuffer(string: "\r\n"))
      }
      try await writer.write(ByteBuffer(string: "--\(boundary)--\r\n"))
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: [.contentType: "multipart/mixed; boundary=\(boundary)"], body: body)
  }
}
