package import Access
package import DatabaseAccess
import Import
package import Records
import Store
import Support

/// The names by which other systems know a user, as the owner and platform administrators see and change them
/// (sources.md §2).
package struct UserIdentities: Sendable {
  package struct Entry: Sendable {
    package let kind: IdentityKind
    package let value: String
  }

  package let user: MemberRecord
  /// By kind and value.
  package let entries: [Entry]

  /// - Throws: `AccessDenied.notFound`.
  package init(_ id: String, for viewer: Viewer, _ session: any SQLSession) throws {
    user = try MemberRecord(id, MemberAccess(of: viewer), session)
    entries = try session.all(
      "SELECT kind, value FROM identities WHERE user_key = \(user.key) ORDER BY kind, value"
    ) { row in
      IdentityKind(rawValue: row.text(at: 0)).map { Entry(kind: $0, value: row.text(at: 1)) }
    }.compactMap { $0 }
  }

  /// Whether the viewer may add and remove them: by some of them, the user signs in.
  package var isEditable: Bool { user.isWayInTheirs }

  /// An identity that is to be added belongs to another user.
  package struct Taken: Error {
    package let id: String
    package let name: String
    package let email: String
  }

  /// Adds an identity. What other systems report about it is this user's from now on.
  /// - Parameter moves: whether it may be taken from another user.
  /// - Returns: the normalized value.
  /// - Throws: `RejectedForm`; `Taken`; `AccessDenied.notPermitted`.
  package func add(
    _ kind: IdentityKind, _ text: String, moves: Bool, at now: Int, by viewer: Viewer, _ session: any SQLSession
  ) throws -> String {
    guard isEditable else { throw AccessDenied.notPermitted }
    guard let value = kind.normalized(text) else {
      throw RejectedForm(errors: ["value": "identities_invalid_\(kind.rawValue)"])
    }
    if let other = try Identity.user(kind.rawValue, value, session), other != user.key {
      try checkMove(from: other, moves: moves, by: viewer, session)
    }
    var row = RecordRow(kind: .identities)
    for (field, text) in [("user", user.id), ("kind", kind.rawValue), ("value", value)] { row.set(field, .text(text)) }
    var importSession = try ImportSession(session, of: .pages)
    try importSession.add(InMemoryRecords(.identities, [row]))
    guard importSession.faults.isEmpty else { throw importSession.faults }
    try importSession.finish()
    try note("identity.add", kind, value, at: now, by: viewer, session)
    return value
  }

  private func checkMove(from other: Int, moves: Bool, by viewer: Viewer, _ session: any SQLSession) throws {
    guard try MemberAccess(of: viewer).mayChangeWaysIn(of: other, session) else { throw AccessDenied.notPermitted }
    if moves { return }
    let taken = try session.first("SELECT id, first_name, last_name, email FROM users WHERE key = \(other)") { row in
      Taken(id: row.text(at: 0), name: "\(row.text(at: 1)) \(row.text(at: 2))", email: row.text(at: 3))
    }
    if let taken { throw taken }
  }

  /// Removes an identity. What was derived from statements about it goes back to the user with its address, or to a
  /// placeholder.
  /// - Throws: `AccessDenied.notFound` if the user does not have it; `.notPermitted`.
  package func remove(
    _ kind: IdentityKind, _ value: String, at now: Int, by viewer: Viewer, _ session: any SQLSession
  ) throws {
    guard isEditable else { throw AccessDenied.notPermitted }
    let count = try session.run(
      "DELETE FROM identities WHERE kind = \(kind.rawValue) AND value = \(value) AND user_key = \(user.key)")
    guard count == 1 else { throw AccessDenied.notFound }
    try DerivationNote.identity(kind, value, session)
    try note("identity.remove", kind, value, at: now, by: viewer, session)
  }

  private func note(
    _ action: String, _ kind: IdentityKind, _ value: String, at now: Int, by viewer: Viewer, _ session: any SQLSession
  ) throws {
    let filters = "kind=\(kind.rawValue)&value=\(PercentEncoding.encoded(value))"
    try Audit.note(action, by: viewer, subject: user.key, filters: filters, at: now, session)
  }
}
