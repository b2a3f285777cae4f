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
      WHERE state = 'removed' AND kind \(anyOf: kinds) AND \(sql: condition) ORDER BY kind, user_id, id
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
  func removePosts(_ condition: SQLText) throws {
    for row in try rows(["posts"], condition) {
      let post = try session.first("SELECT key, author_key FROM all_posts WHERE id = \(row.id)") {
        ($0.integer(at: 0), $0.integer(at: 1))
      }
      guard let (key, author) = post, try !isReferenced(key, ["all_reactions.post_key"]) else { continue }
      try session.run("DELETE FROM all_posts WHERE key = \(key)")
      try AffectedUserTable.add([author], session)
    }
  }

  /// Removes records that no other record names; one that imported records name stays, as a record like theirs.
  func removeShared(_ kinds: [String]) throws {
    for kind in ["program_blocks", "program_sessions", "programs", "questions", "assessments", "courses", "users"]
    where kinds.contains(kind) {
      for row in try rows([kind]) { try remove(row) }
    }
  }

  private func remove(_ row: Row) throws {
    if row.kind == "program_blocks" {
      guard let program = try key(of: row.id, in: "programs") else { return }
      try session.run("DELETE FROM program_blocks WHERE program_key = \(program) AND position = 1")
      return
    }
    guard let key = try key(of: row.id, in: row.kind),
      try !isReferenced(key, RecordReferences.toRecords(of: row.kind))
    else { return }
    for column in RecordReferences.owned(by: row.kind) {
      let (table, name) = RecordReferences.parts(column)
      try session.run("DELETE FROM \(raw: table) WHERE \(raw: name) = \(key)")
    }
    try session.run("DELETE FROM \(raw: row.kind) WHERE key = \(key)")
  }

  private func key(of id: String, in table: String) throws -> Int? {
    try session.first("SELECT key FROM \(raw: table) WHERE id = \(id)") { $0.integer(at: 0) }
  }

  private func isReferenced(_ key: Int, _ columns: [String]) throws -> Bool {
    for column in columns {
      let (table, name) = RecordReferences.parts(column)
      let found = try session.first("SELECT 1 FROM \(raw: table) WHERE \(raw: name) = \(key) LIMIT 1") { _ in true }
      if found != nil { return true }
    }
    return false
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
