import Foundation
import Records
import Support

/// A document that clients keep in the store (xAPI 1.0.3, Communication 2.2).
package struct ClientDocument: Sendable {
  /// The maximum size, in bytes.
  package static let limit = 8_388_608

  package let contentType: String
  package let data: [UInt8]
  /// In microseconds since 1970.
  package let updated: Int
  package let sha1: String

  package init(contentType: String, data: [UInt8], updated: Int) {
    (self.contentType, self.data, self.updated) = (contentType, data, updated)
    sha1 = HexDigest.sha1(data)
  }

  package var tag: String { "\"\(sha1)\"" }

  /// The members of a JSON object; nil for any other document.
  fileprivate var members: [(String, JSONValue)]? {
    let type = contentType.splitBytes(at: ";", maxSplits: 1, keepsEmpty: true)[0].asciiTrimmed
    guard type.equalsIgnoringASCIICase("application/json") else { return nil }
    return (try? JSONParser.parse(data))?.members
  }

  /// This document with the top-level members of another one.
  /// - Throws: `DocumentFault.notMergeable` if one of them is not a JSON object, `.tooLarge`.
  func merged(with other: ClientDocument) throws(DocumentFault) -> ClientDocument {
    guard let members, let others = other.members else { throw .notMergeable }
    let keys = Set(others.map { Array($0.0.utf8) })
    let kept = members.filter { !keys.contains(Array($0.0.utf8)) }
    let text = JSONValue.object(kept + others).text
    guard text.utf8.count <= Self.limit else { throw .tooLarge }
    return ClientDocument(contentType: other.contentType, data: Array(text.utf8), updated: other.updated)
  }
}

package enum DocumentFault: Error, Equatable {
  /// A PUT of a new document without If-Match or If-None-Match, where it needs one.
  case missingCondition
  /// A PUT on an existing document without If-Match or If-None-Match.
  case unconditional
  /// If-Match or If-None-Match does not hold.
  case conditionFailed
  /// A POST of something else than a JSON object, or on something else.
  case notMergeable
  /// The merged document is larger than `ClientDocument.limit`.
  case tooLarge
}

/// The condition of a change (RFC 9110, 13).
package struct DocumentCondition: Sendable {
  private let ifMatch: String?
  private let ifNoneMatch: String?
  private let requirement: Requirement

  /// Which PUT needs a condition.
  package enum Requirement: Sendable {
    case never
    /// One that replaces a document.
    case forExisting
    case always
  }

  package init(ifMatch: String?, ifNoneMatch: String?, _ requirement: Requirement) {
    (self.ifMatch, self.ifNoneMatch, self.requirement) = (ifMatch, ifNoneMatch, requirement)
  }

  /// - Parameter tag: of the existing document; nil if there is none.
  func check(_ tag: String?, replaces: Bool) throws(DocumentFault) {
    if let ifMatch, !Self.names(ifMatch, tag) { throw .conditionFailed }
    if let ifNoneMatch, Self.names(ifNoneMatch, tag) { throw .conditionFailed }
    guard replaces, ifMatch == nil, ifNoneMatch == nil else { return }
    if requirement != .never, tag != nil { throw .unconditional }
    if requirement == .always { throw .missingCondition }
  }

  /// Whether a list of tags, or `*`, names the document. Tags without quotes are accepted.
  private static func names(_ list: String, _ tag: String?) -> Bool {
    guard let tag else { return false }
    return list.splitBytes(at: ",").map(\.asciiTrimmed).contains { item in
      item.equalsBytes(of: "*") || item.equalsBytes(of: tag) || "\"\(item)\"".equalsBytes(of: tag)
    }
  }
}
