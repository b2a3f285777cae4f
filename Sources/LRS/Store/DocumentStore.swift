package import DatabaseAccess
import Foundation
import Records
package import Support

/// Which documents a client means: those of an activity, of an agent, or of both.
package struct DocumentPlace: Sendable {
  package enum Resource: String, Sendable {
    case state
    case activityProfile
    case agentProfile
  }

  let hash: String
  /// In lower case; nil if the client names none.
  let registration: String?

  /// - Parameters:
  ///   - activity: the IRI; nil for agent profiles.
  ///   - agent: nil for activity profiles.
  package init(_ resource: Resource, activity: String?, agent: JSONValue?, registration: String?) {
    let actor = agent.flatMap(ActorIdentifier.init)?.canonical ?? ""
    hash = HexDigest.sha256("\(resource.rawValue) \(HexDigest.sha256(activity ?? "")) \(actor)")
    self.registration = registration?.asciiLowercased
  }
}

/// The documents of a place.
package struct DocumentStore {
  private let session: any SQLSession
  private let place: DocumentPlace

  package init(_ session: any SQLSession, _ place: DocumentPlace) { (self.session, self.place) = (session, place) }

  private var isHere: SQLText { "place = \(place.hash)" }

  /// The document with an id; only one with the same registration, or without one if the place has none.
  private func names(_ id: String) -> SQLText {
    "\(sql: isHere) AND registration = \(place.registration ?? "") AND id_hash = \(HexDigest.sha256(id))"
  }

  package func document(_ id: String) throws -> ClientDocument? {
    try session.first("SELECT content_type, data, updated FROM xapi_documents WHERE \(sql: names(id))") { row in
      let data = Data(base64Encoded: row.text(at: 1)) ?? Data()
      return ClientDocument(contentType: row.text(at: 0), data: Array(data), updated: row.integer(at: 2))
    }
  }

  /// Documents of all registrations if the place has none.
  private var all: SQLText {
    place.registration.map { "\(sql: isHere) AND registration = \($0)" } ?? isHere
  }

  /// - Parameter since: in microseconds since 1970, exclusive.
  package func ids(since: Int?) throws -> [String] {
    try session.all(
      "SELECT DISTINCT id FROM xapi_documents WHERE \(sql: all) AND updated > \(since ?? Int.min) ORDER BY id"
    ) { $0.text(at: 0) }
  }

  /// - Throws: `DocumentFault`.
  package func put(_ id: String, _ document: ClientDocument, _ condition: DocumentCondition) throws {
    try condition.check(try self.document(id)?.tag, replaces: true)
    try write(id, document)
  }

  /// Merges a document into the one that is there.
  /// - Throws: `DocumentFault`.
  package func post(_ id: String, _ document: ClientDocument, _ condition: DocumentCondition) throws {
    let former = try self.document(id)
    try condition.check(former?.tag, replaces: false)
    try write(id, try former?.merged(with: document) ?? document)
  }

  /// - Throws: `DocumentFault`.
  package func delete(_ id: String, _ condition: DocumentCondition) throws {
    try condition.check(try document(id)?.tag, replaces: false)
    try session.run("DELETE FROM xapi_documents WHERE \(sql: names(id))")
  }

  package func deleteAll() throws { try session.run("DELETE FROM xapi_documents WHERE \(sql: all)") }

  private func write(_ id: String, _ document: ClientDocument) throws {
    let data = Data(document.data).base64EncodedString()
    try session.run(
      """
      INSERT INTO xapi_documents (place, registration, id_hash, id, content_type, data, sha1, updated)
      VALUES (\(place.hash), \(place.registration ?? ""), \(HexDigest.sha256(id)), \(id), \(document.contentType),
        \(data), \(document.sha1), \(document.updated))
      ON CONFLICT (place, registration, id_hash) DO UPDATE SET content_type = excluded.content_type,
        data = excluded.data, sha1 = excluded.sha1, updated = excluded.updated
      """)
  }
}
