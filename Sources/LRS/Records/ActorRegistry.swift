import DatabaseAccess
import Records
import Store

/// Which user each actor of a statement is (xapi.md §4), as far as statements have been read.
struct ActorRegistry {
  let session: any SQLSession
  let settings: DerivationSettings
  /// Whether finding a user by address writes the identity; not where records are only checked.
  let writesIdentities: Bool

  /// An actor whose user is not the one that its statements were derived for.
  struct Move {
    /// The hash of the identifier.
    let actor: String
    /// Nil if it is new, or if its statements were waiting.
    let former: String?
    let isNew: Bool
  }

  /// Enters actors, or finds out that they are other users than before.
  /// - Parameter addresses: those of users that digests of addresses are compared with; nil: only new digests, with all.
  func note(_ identifiers: Set<ActorIdentifier>, addresses: [String]? = nil) throws -> [Move] {
    var former: [String: String?] = [:]
    try session.each(
      "SELECT hash, user_id FROM statement_actors WHERE hash \(anyOf: identifiers.map(\.hash))"
    ) { former[$0.text(at: 0)] = .some($0.text(1)) }
    let waiting: Set<ActorIdentifier> =
      addresses == nil ? identifiers.filter { $0.kind == .sha1 && former[$0.hash] != nil } : []
    let resolved = try users(of: identifiers, searchingNoDigests: waiting, addresses: addresses)
    var moves: [Move] = []
    for identifier in identifiers {
      let hash = identifier.hash
      let known = resolved[identifier]
      if known == nil, waiting.contains(identifier) { continue }
      let user = known?.id ?? (settings.createsPlaceholders ? Directory.placeholder(identifier).text : nil)
      let entry = former[hash]
      if let entry, entry.map({ ID(text: $0) }) == user.map({ ID(text: $0) }) { continue }
      moves.append(Move(actor: hash, former: entry ?? nil, isNew: entry == nil))
      try session.run(
        """
        INSERT INTO statement_actors (hash, kind, value, user_id)
        VALUES (\(hash), \(identifier.kind.rawValue), \(identifier.value.text), \(user))
        ON CONFLICT (hash) DO UPDATE SET user_id = excluded.user_id
        """)
      if let known, known.isByAddress, writesIdentities { try writeIdentity(identifier, known.id) }
    }
    return moves
  }

  private func writeIdentity(_ identifier: ActorIdentifier, _ user: String) throws {
    guard let value = identifier.kind.normalized(identifier.value.text) else { return }
    try session.run(
      """
      INSERT INTO identities (user_key, kind, value)
      SELECT key, \(identifier.kind.rawValue), \(value) FROM users WHERE id = \(user)
      ON CONFLICT (kind, value) DO NOTHING
      """)
  }

  /// Users that an identifier names and that are not derived themselves.
  struct Known {
    let id: String
    let isByAddress: Bool
  }

  /// - Parameters:
  ///   - known: digests that are not compared with addresses.
  ///   - addresses: those that digests are compared with; nil: those of all users.
  func users(
    of identifiers: Set<ActorIdentifier>, searchingNoDigests known: Set<ActorIdentifier> = [],
    addresses: [String]? = nil
  ) throws -> [ActorIdentifier: Known] {
    var found: [ActorIdentifier: Known] = [:]
    try session.each(
      """
      SELECT i.kind, i.value, u.id FROM identities AS i JOIN users AS u ON u.key = i.user_key
      WHERE i.kind \(anyOf: Set(identifiers.map(\.kind.rawValue)).sorted())
      AND i.value \(anyOf: identifiers.map(\.value.text))
      """
    ) { row in
      guard let kind = IdentityKind(rawValue: row.text(at: 0)) else { return }
      found[ActorIdentifier(kind: kind, value: row.text(at: 1))] = Known(id: row.text(at: 2), isByAddress: false)
    }
    found = found.filter { identifiers.contains($0.key) }
    let rest = identifiers.filter { found[$0] == nil }
    try addByAddress(rest.filter { $0.kind == .mbox }, &found)
    try addByDigest(rest.filter { $0.kind == .sha1 && !known.contains($0) }, addresses, &found)
    return found
  }

  /// Those of them that are actors of statements.
  func known(_ identifiers: Set<ActorIdentifier>) throws -> Set<ActorIdentifier> {
    let found = Set(
      try session.all("SELECT hash FROM statement_actors WHERE hash \(anyOf: identifiers.map(\.hash))") {
        $0.text(at: 0)
      })
    return identifiers.filter { found.contains($0.hash) }
  }

  /// Users who are not deleted come first, then the smallest id.
  private func addByAddress(_ identifiers: Set<ActorIdentifier>, _ found: inout [ActorIdentifier: Known]) throws {
    if identifiers.isEmpty { return }
    try session.each(
      """
      SELECT u.email, u.id FROM users AS u WHERE u.email \(anyOf: identifiers.map(\.value.text))
      AND NOT \(sql: DerivedUser.isPlaceholder("u")) ORDER BY u.deleted_at IS NOT NULL, u.id
      """
    ) { row in
      let identifier = ActorIdentifier(kind: .mbox, value: row.text(at: 0))
      if found[identifier] == nil { found[identifier] = Known(id: row.text(at: 1), isByAddress: true) }
    }
  }

  /// Digests of addresses are not stored: they are computed.
  private func addByDigest(
    _ identifiers: Set<ActorIdentifier>, _ addresses: [String]?, _ found: inout [ActorIdentifier: Known]
  ) throws {
    if identifiers.isEmpty { return }
    let isCompared: SQLText = addresses.map { "u.email \(anyOf: $0)" } ?? "true"
    try session.each(
      """
      SELECT u.email, u.id FROM users AS u WHERE \(sql: isCompared) AND NOT \(sql: DerivedUser.isPlaceholder("u"))
      ORDER BY u.deleted_at IS NOT NULL, u.id
      """
    ) { row in
      let digest = HexDigest.sha1("mailto:" + row.text(at: 0).asciiLowercased)
      let identifier = ActorIdentifier(kind: .sha1, value: digest)
      guard identifiers.contains(identifier), found[identifier] == nil else { return }
      found[identifier] = Known(id: row.text(at: 1), isByAddress: true)
    }
  }

  /// The users whose statements these actors' are now.
  func users(ofActors actors: some Sequence<String>) throws -> Set<ID> {
    Set(
      ids: try session.all(
        "SELECT user_id FROM statement_actors WHERE hash \(anyOf: Array(actors)) AND user_id IS NOT NULL"
      ) { $0.text(at: 0) })
  }
}
