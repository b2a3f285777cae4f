package import DatabaseAccess
import Records

/// The users whose standings are affected by an import: the temporary table `touched (user_key)`.
package enum AffectedUserTable {
  package static func open(_ session: any SQLSession) throws {
    try session.run("DROP TABLE IF EXISTS touched")
    try session.run(SQLText(raw: "CREATE TEMP TABLE touched (user_key \(session.dialect.words.integer) PRIMARY KEY)"))
  }

  package static func close(_ session: any SQLSession) throws { try session.run("DROP TABLE IF EXISTS touched") }

  package static func add(_ users: [Int], _ session: any SQLSession) throws {
    try session.run(
      """
      INSERT INTO touched (user_key) SELECT key FROM users WHERE key \(anyOf: users) ON CONFLICT DO NOTHING
      """)
  }

  /// Adds the users that new or changed rows refer to, before and after the change.
  static func before(_ staging: Staging) throws {
    let table = staging.table
    guard staging.kind.touchesItsUser, let column = table.userColumn else { return }
    let difference = """
      FROM resolved AS r LEFT JOIN \(staging.stored) AS t ON \(table.sameRecord)
      WHERE t.\(staging.keyColumn) IS NULL OR \(table.differs)
      """
    try add(SQLText(raw: "SELECT r.\(column) \(difference)"), staging.session)
    if staging.kind == .posts { try add(SQLText(raw: "SELECT t.\(column) \(difference)"), staging.session) }
    if staging.kind == .managers { try add(SQLText(raw: "SELECT r.manager_key \(difference)"), staging.session) }
  }

  /// Adds the users with standings in imported structure.
  static func after(_ staging: Staging) throws {
    for users in staging.kind.structuralTouches { try add(users, staging.session) }
  }

  private static func add(_ users: SQLText, _ session: any SQLSession) throws {
    try session.run(
      """
      WITH named (user_key) AS (\(sql: users))
      INSERT INTO touched (user_key) SELECT DISTINCT user_key FROM named WHERE user_key IS NOT NULL
      ON CONFLICT DO NOTHING
      """)
  }
}

extension RecordKind {
  /// Bulk facts (`FactTable`) are not included: they are merged user by user, which also finds the affected users.
  var touchesItsUser: Bool {
    let kinds: [RecordKind] = [.managers, .enrolments, .attendances, .posts]
    return kinds.contains(self)
  }

  /// Queries for the keys of affected users, over the rows in `resolved`, after the merge.
  var structuralTouches: [SQLText] {
    switch self {
    case .users:
      [
        "SELECT t.key FROM users AS t JOIN resolved AS r ON r.id = t.id",
        """
        SELECT m.manager_key FROM resolved AS r JOIN users AS t ON t.id = r.id JOIN managers AS m ON m.user_key = t.key
        """,
      ]
    case .questions:
      [
        """
        SELECT a.user_key FROM answers AS a
        WHERE a.question_key IN (SELECT t.key FROM questions AS t JOIN resolved AS r ON r.id = t.id)
        """
      ]
    case .assessments:
      [
        """
        SELECT a.user_key FROM assessment_results AS a
        WHERE a.assessment_key IN (SELECT t.key FROM assessments AS t JOIN resolved AS r ON r.id = t.id)
        """
      ]
    case .classroomSlots:
      [
        """
        SELECT a.user_key FROM attendances AS a
        WHERE a.slot_key IN (SELECT t.key FROM classroom_slots AS t JOIN resolved AS r ON r.id = t.id)
        """
      ]
    case .programBlocks: Self.learners(inSessionsOf: "SELECT program_key FROM resolved")
    case .programSessions: Self.learners(inSessionsOf: "SELECT program_key FROM resolved")
    case .pathSteps, .pathSessions:
      [
        """
        SELECT e.user_key FROM enrolments AS e JOIN path_sessions AS s ON s.key = e.path_session_key
        WHERE s.path_key IN (SELECT path_key FROM resolved)
        """
      ]
    default: []
    }
  }

  private static func learners(inSessionsOf programs: String) -> [SQLText] {
    ["attempts", "assessment_results", "attendances", "enrolments"].map { facts in
      SQLText(
        raw: """
          SELECT f.user_key FROM \(facts) AS f JOIN program_sessions AS s ON s.key = f.program_session_key
          WHERE s.program_key IN (\(programs))
          """)
    }
  }
}
