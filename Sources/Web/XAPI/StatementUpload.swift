import HTTPTypes
import LRS
import Records
import Support

/// The body of a request with statements: JSON, or `multipart/mixed` with attachments (xAPI 1.0.3, Communication 1.5).
struct StatementUpload: Sendable {
  let json: JSONValue
  private(set) var attachments: [StatementAttachment] = []

  init(mediaType: String, contentType: String, _ body: [UInt8]) throws {
    switch mediaType {
    case "application/json": json = try Self.json(body)
    case "multipart/mixed":
      guard let boundary = MultipartBody.boundary(contentType) else {
        throw XAPIFault.bad("Content-Type has no boundary.")
      }
      let parts = try MultipartBody(body, boundary: boundary).parts
      guard let first = parts.first, first.mediaType == "application/json" else {
        throw XAPIFault.bad("The first part is not application/json.")
      }
      json = try Self.json(Array(first.data))
      attachments = try parts.dropFirst().map(Self.attachment)
    default: throw XAPIFault.bad("Content-Type is neither application/json nor multipart/mixed.")
    }
  }

  /// The most values of a JSON text, which take many times the memory of their text.
  private static let valueLimit = 1_000_000

  static func json(_ bytes: [UInt8]) throws -> JSONValue {
    guard bytes.count(where: { $0 == UInt8(ascii: ",") }) < valueLimit else {
      throw XAPIFault(.contentTooLarge, "The JSON has more than \(valueLimit) values.")
    }
    return try JSONParser.parse(bytes)
  }

  private static func attachment(_ part: MultipartBody.Part) throws -> StatementAttachment {
    guard part.headers["content-transfer-encoding"]?.asciiLowercased == "binary" else {
      throw XAPIFault.bad("A part lacks Content-Transfer-Encoding: binary.")
    }
    guard let hash = part.headers["x-experience-api-hash"] else {
      throw XAPIFault.bad("A part lacks X-Experience-API-Hash.")
    }
    return StatementAttachment(sha2: hash, data: Array(part.data))
  }
}
