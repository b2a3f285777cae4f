package import DatabaseAccess

/// The number of credentials other than passwords, which a restored backup would bring back.
package struct Credentials: Sendable, Equatable {
  package var sessions = 0
  package var tokens = 0
  package var links = 0
  /// Those of the xAPI door.
  package var clients = 0

  /// Counts the credentials in the store, whatever version created its tables.
  package init(_ session: any SQLSession) throws {
    sessions = try Self.count("web_sessions", session)
    tokens = try Self.count("tokens", where: "revoked_at IS NULL", session)
    links = try Self.count("password_links", session)
    clients = try Self.count("xapi_credentials", where: "revoked_at IS NULL", session)
  }

  private static func count(_ table: String, where condition: String = "true", _ session: any SQLSession) throws -> Int
  {
    guard try has(table, session) else { return 0 }
    return try session.number("SELECT count(*) FROM \(raw: table) WHERE \(raw: condition)")
  }

  private static func has(_ table: String, _ session: any SQLSession) throws -> Bool {
    try session.number(session.dialect.count(ofTables: table)) > 0
  }

  /// Revokes all sessions, tokens and links of all users. Passwords stay.
  /// - Parameter way: the operation, for the audit log.
  package static func endAll(now: Int, way: String, _ session: any SQLSession) throws {
    let ways = try Credentials(session)
    if try has("web_sessions", session) { try session.run("DELETE FROM web_sessions") }
    if try has("tokens", session) { try session.run("UPDATE tokens SET revoked_at = \(now) WHERE revoked_at IS NULL") }
    if try has("password_links", session) { try session.run("DELETE FROM password_links") }
    if try has("xapi_credentials", session) {
      try session.run("DELETE FROM xapi_access_tokens")
      try session.run("UPDATE xapi_credentials SET revoked_at = \(now) WHERE revoked_at IS NULL")
    }
    guard try has("audit_log", session) else { return }
    let filters =
      "way=\(way)&sessions=\(ways.sessions)&tokens=\(ways.tokens)&links=\(ways.links)"
      + (ways.clients > 0 ? "&xapi=\(ways.clients)" : "")
    try Audit.note("access.end", by: nil, filters: filters, at: now, session)
  }

  /// `3 sessions, 2 API tokens and 1 link`.
  package var words: String {
    "\(Self.counted(sessions, "session")), \(Self.counted(tokens, "API token")) and \(Self.counted(links, "link"))"
      + (clients > 0 ? ", and \(Self.counted(clients, "xAPI credential"))" : "")
  }

  private static func counted(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }
}
