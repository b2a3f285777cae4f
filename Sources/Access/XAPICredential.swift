package import DatabaseAccess

/// A key and a secret by which a client signs in to the xAPI door. It is not a token of a user.
package struct XAPICredential: Sendable {
  package let key: Int
  /// What the client sends as its user name.
  package let id: String
  package let name: String
  package let scopes: Set<XAPIScope>
  /// Whether statements with well-known errors are repaired or set aside, and not refused.
  package let isLenient: Bool
  /// Whether records are derived from its statements.
  package let derives: Bool
  package let createdAt: Int
  package let revokedAt: Int?
  package let lastUsedAt: Int?
  /// False for an access token that was asked for writing only, or for reading only.
  package fileprivate(set) var reads = true
  package fileprivate(set) var writes = true

  /// The maximum number of credentials that are not revoked.
  package static let limit = 200

  /// A credential and its secret, which is shown only once.
  package struct Created: Sendable {
    package let id: String
    package let secret: String
  }

  /// - Throws: `LimitReached`.
  package static func create(
    name: String, scopes: Set<XAPIScope>, isLenient: Bool, derives: Bool, now: Int, _ session: any SQLSession
  ) throws -> Created {
    let live = try session.number("SELECT count(*) FROM xapi_credentials WHERE revoked_at IS NULL")
    guard live < limit else { throw LimitReached(.credentials, limit) }
    let created = Created(id: String(Secret.hash(Secret.random()).prefix(24)), secret: Secret.random())
    try session.run(
      """
      INSERT INTO xapi_credentials (id, secret_hash, name, scopes, lenient, derive, created_at)
      VALUES (\(created.id), \(Secret.hash(created.secret)), \(name), \(XAPIScope.text(scopes)), \(isLenient ? 1 : 0),
        \(derives ? 1 : 0), \(now))
      """)
    return created
  }

  private static let columns: SQLText = """
    c.key, c.id, c.name, c.scopes, c.lenient, c.derive, c.created_at, c.revoked_at, c.last_used_at
    """

  private init(_ row: any SQLRow) {
    (key, id, name) = (row.integer(at: 0), row.text(at: 1), row.text(at: 2))
    scopes = XAPIScope.set(row.text(at: 3))
    (isLenient, derives) = (row.flag(4), row.flag(5))
    (createdAt, revokedAt, lastUsedAt) = (row.integer(at: 6), row.integer(7), row.integer(8))
  }

  /// - Returns: nil if the id is unknown, the secret is wrong, or the credential is revoked.
  package static func signedIn(id: String, secret: String, _ session: any SQLSession) throws -> XAPICredential? {
    let found = try session.first(
      "SELECT \(sql: columns), c.secret_hash FROM xapi_credentials AS c WHERE c.id = \(id) AND c.revoked_at IS NULL"
    ) { (credential: XAPICredential($0), hash: $0.text(at: 9)) }
    let isRight = Secret.areEqual(Secret.hash(secret), found?.hash ?? Secret.hash(id))
    return isRight ? found?.credential : nil
  }

  /// The credential of an access token; nil if the token is unknown or expired, or its credential is revoked.
  package static func bearer(_ token: String, now: Int, _ session: any SQLSession) throws -> XAPICredential? {
    try session.first(
      """
      SELECT \(sql: columns), t.reads, t.writes FROM xapi_access_tokens AS t
      JOIN xapi_credentials AS c ON c.key = t.credential_key
      WHERE t.hash = \(Secret.hash(token)) AND t.expires_at > \(now) AND c.revoked_at IS NULL
      """
    ) { row in
      var credential = XAPICredential(row)
      (credential.reads, credential.writes) = (row.flag(9), row.flag(10))
      return credential
    }
  }

  package static func all(_ session: any SQLSession) throws -> [XAPICredential] {
    try session.all("SELECT \(sql: columns) FROM xapi_credentials AS c ORDER BY c.key", XAPICredential.init)
  }

  /// Revokes a credential and its access tokens.
  /// - Returns: whether there was such a credential.
  package static func revoke(_ id: String, now: Int, _ session: any SQLSession) throws -> Bool {
    let key = try session.first("SELECT key FROM xapi_credentials WHERE id = \(id)") { $0.integer(at: 0) }
    guard let key else { return false }
    try session.run("UPDATE xapi_credentials SET revoked_at = coalesce(revoked_at, \(now)) WHERE key = \(key)")
    try session.run("DELETE FROM xapi_access_tokens WHERE credential_key = \(key)")
    return true
  }

  /// Whether the stored time of the last use is older than a minute, or missing.
  package func isStale(now: Int) -> Bool { lastUsedAt.map { now - $0 > 60 } ?? true }

  package func touch(now: Int, _ session: any SQLSession) throws {
    try session.run("UPDATE xapi_credentials SET last_used_at = \(now) WHERE key = \(key)")
  }
}

/// Access tokens of OAuth 2.0 (RFC 6749, 4.4).
extension XAPICredential {
  /// In seconds.
  package static let tokenLifetime = 3_600
  /// The maximum number of a credential's live tokens; beyond it the oldest one ends.
  private static let tokenLimit = 100

  /// - Returns: the token, which the store has only as a hash.
  package func issueToken(reads: Bool, writes: Bool, now: Int, _ session: any SQLSession) throws -> String {
    try session.run("DELETE FROM xapi_access_tokens WHERE expires_at <= \(now)")
    try session.run(
      """
      DELETE FROM xapi_access_tokens WHERE credential_key = \(key) AND hash NOT IN (
        SELECT hash FROM xapi_access_tokens WHERE credential_key = \(key)
        ORDER BY expires_at DESC, hash LIMIT \(Self.tokenLimit - 1))
      """)
    let token = "tx_" + Secret.random()
    try session.run(
      """
      INSERT INTO xapi_access_tokens (hash, credential_key, reads, writes, expires_at)
      VALUES (\(Secret.hash(token)), \(key), \(reads ? 1 : 0), \(writes ? 1 : 0), \(now + Self.tokenLifetime))
      """)
    return token
  }
}

/// What the credential may do.
extension XAPICredential {
  private func holds(_ scopes: XAPIScope...) -> Bool {
    self.scopes.contains(.all) || scopes.contains(where: self.scopes.contains)
  }

  package var canWriteStatements: Bool { writes && holds(.writesStatements) }
  /// All statements, and what they say about people.
  package var canReadStatements: Bool { reads && holds(.readsStatements) }
  /// At least the statements that came by this credential.
  package var canReadOwnStatements: Bool { reads && holds(.readsStatements, .readsOwnStatements) }
  /// What is known about activities includes the right answers of questions.
  package var canReadActivities: Bool { canReadOwnStatements }

  package func canUse(_ scope: XAPIScope, reading: Bool) -> Bool { (reading ? reads : writes) && holds(scope) }
}
