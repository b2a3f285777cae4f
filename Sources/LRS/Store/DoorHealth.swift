package import DatabaseAccess
package import Records
import Store

/// How the xAPI door is doing: what came, what was set aside, and actors that no user is.
package struct DoorHealth: Sendable {
  /// A statement of a lenient credential that could not be repaired.
  package struct Refused: Sendable {
    package let id: String
    package let reason: String
    /// Seconds UTC.
    package let at: Int
  }

  /// An actor whose records are a placeholder's, or wait.
  package struct UnknownActor: Sendable {
    package let kind: IdentityKind
    package let value: String
    /// The id of the placeholder; nil while its statements wait.
    package let placeholder: String?
  }

  package let lastHour: Int
  package let lastDay: Int
  package let refusedLastDay: Int
  /// The latest ones first.
  package let refused: [Refused]
  package let unknown: [UnknownActor]
  package let unknownCount: Int

  /// How many rows of a list are read.
  package static let limit = 20

  /// - Parameter now: by the machine's clock, seconds UTC.
  package init(now: Int, _ session: any SQLSession) throws {
    func count(since seconds: Int) throws -> Int {
      try session.number("SELECT count(*) FROM statements WHERE stored > \((now - seconds) * 1_000_000)")
    }
    lastHour = try count(since: 3_600)
    lastDay = try count(since: 86_400)
    refusedLastDay = try session.number(
      "SELECT count(*) FROM refused_statements WHERE refused_at > \((now - 86_400) * 1_000_000)")
    refused = try session.all(
      "SELECT id, reason, refused_at FROM refused_statements ORDER BY key DESC LIMIT \(Self.limit)"
    ) { Refused(id: $0.text(at: 0), reason: $0.text(at: 1), at: $0.integer(at: 2) / 1_000_000) }
    unknown = try session.all(
      """
      SELECT a.kind, a.value, a.user_id FROM statement_actors AS a WHERE \(sql: Self.isUnknown)
      ORDER BY a.value, a.hash LIMIT \(Self.limit)
      """
    ) { row in
      IdentityKind(rawValue: row.text(at: 0)).map {
        UnknownActor(kind: $0, value: row.text(at: 1), placeholder: row.text(2))
      }
    }.compactMap { $0 }
    unknownCount = try session.number("SELECT count(*) FROM statement_actors AS a WHERE \(sql: Self.isUnknown)")
  }

  private static let isUnknown: SQLText = """
    (a.user_id IS NULL OR EXISTS (SELECT 1 FROM users AS u WHERE u.id = a.user_id AND \(sql: DerivedUser.isPlaceholder("u"))))
    """

  /// The statements of the last day, by the key of the credential.
  package static func statementsOfLastDay(now: Int, _ session: any SQLSession) throws -> [Int: Int] {
    let counts = try session.all(
      """
      SELECT s.credential_key, count(*) FROM statements AS s
      WHERE s.stored > \((now - 86_400) * 1_000_000) AND s.credential_key IS NOT NULL GROUP BY s.credential_key
      """
    ) { ($0.integer(at: 0), $0.integer(at: 1)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }
}
