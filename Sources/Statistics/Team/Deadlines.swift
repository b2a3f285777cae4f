package import DatabaseAccess
import Records

/// Upcoming and overdue deadlines of team members: sessions that end soon, and path steps past their due time.
package struct Deadlines: Sendable {
  /// Seconds before its end from which a session is listed (`horizon`) and urgent (`urgent`).
  package static let horizon = 30 * 86_400
  package static let urgent = 7 * 86_400

  package private(set) var endings: [Int: [Ending]] = [:]
  package private(set) var overdue: [Int: Int] = [:]

  /// A program or path session that ends within a month, in which the user has an open enrolment and is not at 100 %.
  package struct Ending: Sendable, Equatable {
    package let kind: String
    package let id: String
    /// The session's name.
    package let name: String
    /// The path's name, for a path session.
    package let pathName: String?
    package let endsAt: Int

    package func isUrgent(_ now: Int) -> Bool { endsAt <= now + Deadlines.urgent }
  }

  /// - Parameter users: keys of users.
  package init(of users: [Int], now: Int, _ session: any SQLSession) throws {
    guard !users.isEmpty else { return }
    try readEndings("program", users, now, session)
    try readEndings("path", users, now, session)
    for user in endings.keys {
      endings[user]?.sort { $0.endsAt == $1.endsAt ? $0.id.comesBefore($1.id) : $0.endsAt < $1.endsAt }
    }
    try readOverdue(users, now, session)
  }

  /// The session or step with the standing `t`, which may be missing, is not at 100 %.
  private static let isOpen: SQLText = "(t.progress IS NULL OR NOT \(raw: FactSource.isComplete("t")))"

  /// Each session once, regardless of the number of enrolments in it.
  private mutating func readEndings(
    _ kind: String, _ users: [Int], _ now: Int, _ session: any SQLSession
  ) throws {
    try session.each(
      """
      SELECT e.user_key, s.id, s.name, c.name, s.ends_at
      FROM (SELECT DISTINCT user_key, \(raw: kind)_session_key AS session_key FROM enrolments
        WHERE user_key \(anyOf: users) AND unenrolled_at IS NULL AND \(raw: kind)_session_key IS NOT NULL) AS e
      JOIN \(raw: kind)_sessions AS s ON s.key = e.session_key
      JOIN \(raw: kind)s AS c ON c.key = s.\(raw: kind)_key
      LEFT JOIN \(raw: kind)_standings AS t ON t.user_key = e.user_key AND t.\(raw: kind)_session_key = e.session_key
      WHERE s.ends_at > \(now) AND s.ends_at <= \(now + Self.horizon)
      AND \(sql: Self.isOpen)
      """
    ) { row in
      endings[row.integer(at: 0), default: []].append(
        Ending(
          kind: kind, id: row.text(at: 1), name: row.text(at: 2), pathName: kind == "path" ? row.text(3) : nil,
          endsAt: row.integer(at: 4)))
    }
  }

  /// Steps past their due time, only in path sessions that have started and not ended.
  private mutating func readOverdue(_ users: [Int], _ now: Int, _ session: any SQLSession) throws {
    try session.each(
      """
      SELECT d.user_key, count(*)
      FROM (\(sql: PathSessionStatus.overdue(where: "e.user_key \(anyOf: users)", now: now))) AS d GROUP BY d.user_key
      """
    ) { overdue[$0.integer(at: 0)] = $0.integer(at: 1) }
  }
}
