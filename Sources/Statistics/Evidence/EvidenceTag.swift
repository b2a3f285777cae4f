import Access
package import DatabaseAccess

/// The tag of a statistic of the family *Tags*.
package struct EvidenceTag: Sendable {
  package let key: Int
  package let id: String
  package let name: String

  /// - Throws: `AccessDenied.notFound`.
  package init(id: String, _ session: any SQLSession) throws {
    let found = try session.first("SELECT key, name FROM tags WHERE id = \(id)") {
      (key: $0.integer(at: 0), name: $0.text(at: 1))
    }
    guard let found else { throw AccessDenied.notFound }
    (key, name) = found
    self.id = id
  }
}
