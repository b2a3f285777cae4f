package import DatabaseAccess
import Foundation
import Records
package import Support

/// The data of an attachment, as a part of a request or of the store.
package struct StatementAttachment: Sendable {
  /// In lower case; of the SHA-2 family.
  package let sha2: String
  package let data: [UInt8]

  package init(sha2: String, data: [UInt8]) { (self.sha2, self.data) = (sha2.asciiLowercased, data) }

  var base64: String { Data(data).base64EncodedString() }

  package static func stored(_ sha2: String, _ session: any SQLSession) throws -> StatementAttachment? {
    let text = try session.first("SELECT data FROM attachments WHERE sha2 = \(sha2.asciiLowercased)") { $0.text(at: 0) }
    return text.flatMap { Data(base64Encoded: $0) }.map { StatementAttachment(sha2: sha2, data: Array($0)) }
  }

  /// The attachments of a statement and of its SubStatement, as the statement describes them.
  package static func described(in statement: JSONValue) -> [JSONValue] {
    (statement["attachments"]?.items ?? []) + (statement["object"]?["attachments"]?.items ?? [])
  }

  /// The usage type of a signature (xAPI 1.0.3, Data 2.6).
  static let signature = "http://adlnet.gov/expapi/attachments/signature"

  /// Checks that each part is the data of a described attachment, that each attachment without a fileUrl has its part,
  /// and that signatures match their statements (xAPI 1.0.3, Data 2.4.11; Communication 1.5.2).
  package static func check(_ parts: [StatementAttachment], of statements: [JSONValue]) throws(StatementFault) {
    for part in parts where HexDigest.sha2(part.data, digits: part.sha2.utf8.count) != part.sha2 {
      throw StatementFault(path: "X-Experience-API-Hash", reason: "is not the SHA-2 digest of its part")
    }
    let data = Dictionary(parts.map { ($0.sha2, $0.data) }, uniquingKeysWith: { first, _ in first })
    var described: Set<String> = []
    for statement in statements {
      for attachment in Self.described(in: statement) {
        let sha2 = attachment["sha2"]?.string?.asciiLowercased ?? ""
        described.insert(sha2)
        guard data[sha2] != nil || attachment["fileUrl"] != nil else {
          throw StatementFault(path: "attachments", reason: "has neither a part nor a fileUrl for \(sha2)")
        }
      }
      try checkSignatures(of: statement, data)
    }
    if let extra = parts.first(where: { !described.contains($0.sha2) }) {
      throw StatementFault(path: "X-Experience-API-Hash", reason: "\(extra.sha2) belongs to no attachment")
    }
  }

  private static func checkSignatures(
    of statement: JSONValue, _ data: [String: [UInt8]]
  ) throws(StatementFault) {
    let signatures = (statement["attachments"]?.items ?? []).filter { $0["usageType"]?.string == signature }
    guard signatures.count <= 1 else { throw StatementFault(path: "attachments", reason: "has two signatures") }
    for attachment in signatures {
      guard attachment["contentType"]?.string == "application/octet-stream" else {
        throw StatementFault(path: "attachments", reason: "has a signature that is not application/octet-stream")
      }
      guard let token = data[attachment["sha2"]?.string?.asciiLowercased ?? ""] else {
        throw StatementFault(path: "attachments", reason: "has a signature without its part")
      }
      try StatementSignature(token).check(statement)
    }
  }
}
