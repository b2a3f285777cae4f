import DatabaseAccess
import Records
import Statistics
import Store

/// Removes derived records that no longer follow from statements.
struct RecordRemoval {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  private struct Row {
    let kind: String
    let user: String
    let id: String
  }

  private func rows(_ kinds: [String], _ condition: SQLText = "true") throws -> [Row] {
    try session.all(
      """
      SELECT kind, user_id, id FROM derived_records
      WHERE state = 'removed' AND state <> 'written' AND kind \(anyOf: kinds) AND \(sql: condition)
      ORDER BY kind, user_id, id
      """
    ) { Row(kind: $0.text(at: 0), user: $0.text(at: 1), id: $0.text(at: 2)) }
  }

  private static let facts = ["attempts", "answers", "assessment_results", "certificates"]

  /// Removes records of users. Must run in an import session, which recomputes the standings of these users.
  /// - Returns: whether there were any.
  func removeFacts(_ condition: SQLText) throws -> Bool {
    var users: Set<Int> = []
    for row in try rows(Self.facts + ["enrolments", "reactions"], condition) {
      guard let user = try key(of: row.user, in: "users") else { continue }
      users.insert(user)
      switch row.kind {
      case "reactions": try session.run("DELETE FROM all_reactions WHERE id = \(row.id) AND user_key = \(user)")
      case "enrolments": try removeEnrolment(row, user)
      default:
        try session.run(
          "DELETE FROM \(raw: RecordTable.name(of: row.kind)) WHERE user_key = \(user) AND id = \(row.id)")
      }
    }
    if !users.isEmpty { try AffectedUserTable.add(users.sorted(), session) }
    return !users.isEmpty
  }

  private func removeEnrolment(_ row: Row, _ user: Int) throws {
    let parts = row.id.splitBytes(at: " ")
    guard parts.count == 2 else { return }
    try session.run(
      """
      DELETE FROM enrolments WHERE user_key = \(user) AND origin = \(parts[1]) AND group_key IS NULL
      AND program_session_key = (SELECT key FROM program_sessions WHERE id = \(parts[0]))
      """)
  }

  /// Removes posts, which count for their authors, like `removeFacts`, but after reactions to them have been written.
  /// One that an imported reaction or reply names stays.
  func removePosts(_ condition: SQLText) throws {
    for row in try rows(["posts"], condition) {
      let post = try session.first("SELECT key, author_key FROM all_posts WHERE id = \(row.id)") {
        ($0.integer(at: 0), $0.integer(at: 1))
      }
      guard let (key, author) = post, try !isNamed(post: key, row.id) else { continue }
      try session.run("DELETE FROM all_posts WHERE key = \(key)")
      try AffectedUserTable.add([author], session)
    }
  }

  private func isNamed(post key: Int, _ id: String) throws -> Bool {
    let found = try session.first(
      """
      SELECT 1 FROM all_reactions WHERE post_key = \(key)
      UNION ALL SELECT 1 FROM all_posts AS p WHERE p.reply_to = \(id) AND NOT EXISTS (
        SELECT 1 FROM derived_records AS d
        WHERE d.kind = 'posts' AND d.user_id = '' AND d.id = p.id AND d.state = 'removed')
      """
    ) { _ in true }
    return found != nil
  }

  private static let recordsAtOnce = 1_000

  /// Removes records that no other record names; one that imported records name stays, as a record like theirs.
  func removeShared(_ kinds: [String]) throws {
    for kind in ["program_sessions", "program_blocks", "programs", "questions", "assessments", "courses", "users"]
    where kinds.contains(kind) {
      let ids = try rows([kind]).map(\.id)
      for start in stride(from: 0, to: ids.count, by: Self.recordsAtOnce) {
        let some = Array(ids[start..<min(ids.count, start + Self.recordsAtOnce)])
        if kind == "program_blocks" { try removeBlocks(of: some) } else { try remove(some, of: kind) }
      }
    }
  }

  /// Removes the blocks of programs that have no session any more.
  private func removeBlocks(of programs: [String]) throws {
    try session.run(
      """
      DELETE FROM program_blocks WHERE position = 1 AND program_key IN (
        SELECT p.key FROM programs AS p WHERE p.id \(anyOf: programs)
        AND NOT EXISTS (SELECT 1 FROM program_sessions AS s WHERE s.program_key = p.key))
      """)
  }

  private func remove(_ ids: [String], of kind: String) throws {
    var keys = Set(try session.all("SELECT key FROM \(raw: kind) WHERE id \(anyOf: ids)") { $0.integer(at: 0) })
    for column in RecordReferences.toRecords(of: kind) where !keys.isEmpty {
      let (table, name) = RecordReferences.parts(column)
      let named = try session.all(
        "SELECT DISTINCT \(raw: name) FROM \(raw: table) WHERE \(raw: name) \(anyOf: keys.sorted())"
      ) { $0.integer(at: 0) }
      keys.subtract(named)
    }
    if keys.isEmpty { return }
    for column in RecordReferences.owned(by: kind) {
      let (table, name) = RecordReferences.parts(column)
      try session.run("DELETE FROM \(raw: table) WHERE \(raw: name) \(anyOf: keys.sorted())")
    }
    try session.run("DELETE FROM \(raw: kind) WHERE key \(anyOf: keys.sorted())")
  }

  private func key(of id: String, in table: String) throws -> Int? {
    try session.first("SELECT key FROM \(raw: table) WHERE id = \(id)") { $0.integer(at: 0) }
  }
}

/// The columns that refer to records that may be derived, as `table.column`.
enum RecordReferences {
  /// Columns that keep a record of a kind from being removed.
  static func toRecords(of kind: String) -> [String] { columns[kind] ?? [] }

  /// Columns of rows that go with their record: links of its lists, and standings.
  static func owned(by kind: String) -> [String] { links[kind] ?? [] }

  static func parts(_ column: String) -> (table: String, column: String) {
    let parts = column.splitBytes(at: ".")
    return (parts[0], parts[1])
  }

  private static let columns: [String: [String]] = [
    "programs": ["program_blocks.program_key", "program_sessions.program_key"],
    "program_sessions": [
      "path_steps.program_session_key", "enrolments.program_session_key", "all_attempts.program_session_key",
      "all_assessment_results.program_session_key", "all_attendances.program_session_key",
      "all_certificates.program_session_key", "all_posts.place_program_session_key",
    ],
    "questions": ["all_answers.question_key"],
    "assessments": [
      "program_blocks.assessment_key", "path_steps.assessment_key", "all_assessment_results.assessment_key",
    ],
    "courses": [
      "questions.course_key", "program_blocks.course_key", "path_steps.course_key", "all_attempts.course_key",
      "all_posts.place_course_key", "all_reactions.course_key",
    ],
    "users": [
      "managers.user_key", "managers.manager_key", "manager_history.user_key", "manager_history.manager_key",
      "memberships.user_key", "membership_history.user_key", "courses.author_key", "courses.published_by_key",
      "course_co_authors.member_key", "program_session_instructors.member_key", "path_session_instructors.member_key",
      "enrolments.user_key", "all_attempts.user_key", "all_answers.user_key", "all_assessment_results.user_key",
      "all_assessment_results.assessor_key", "all_attendances.user_key", "all_certificates.user_key",
      "all_posts.author_key", "all_posts.place_user_key", "all_reactions.user_key", "passwords.user_key",
      "password_links.user_key", "web_sessions.user_key", "session_ends.user_key", "tokens.user_key",
      "signin_addresses.user_key", "identities.user_key", "directory_users.user_key", "directory_users.manager_key",
      "directory_memberships.user_key", "audit_log.viewer_key", "audit_log.subject_key", "custom_reports.user_key",
      "report_users.user_key", "report_refusals.user_key", "jobs.user_key", "job_users.user_key", "letters.user_key",
    ],
  ]

  private static let links: [String: [String]] = [
    "courses": ["course_co_authors.owner_key", "course_standings.course_key"],
    "program_sessions": [
      "program_session_instructors.owner_key", "block_standings.program_session_key",
      "program_standings.program_session_key",
    ],
    "questions": ["question_tags.owner_key", "question_standings.question_key"],
    "assessments": ["assessment_tags.owner_key"],
    "users": ["custom_values.user_key"] + UserStandings.types.map { $0.table + ".user_key" }
      + [OverallStanding.table + ".user_key"],
  ]
}
