package import Access
package import DatabaseAccess

/// A user's attempts on a course, all or those made in one session; latest first.
package struct CourseAttempts: Sendable {
  package let subject: Subject
  package let course: NamedRecord
  /// The session to which they are limited.
  package let session: NamedRecord?
  package let attempts: Section

  package enum Narrowing: Sendable {
    case program(String)
    case path(String)

    package var isProgram: Bool { if case .program = self { true } else { false } }
  }

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, for a course that is unknown or that the user
  ///   never played, and for an unknown session.
  package init(
    user: String, course id: String, narrowed: Narrowing?, in scope: Scope, _ view: SectionView,
    _ session: any SQLSession
  ) throws {
    subject = try Subject(id: user, in: scope, session)
    let user = subject.key
    course = try NamedRecord(
      """
      SELECT c.key, c.id, c.name FROM courses AS c
      JOIN course_standings AS t ON t.course_key = c.key AND t.user_key = \(user) WHERE c.id = \(id)
      """, session)
    var condition: SQLText = "a.user_key = \(user) AND a.course_key = \(course.key)"
    var place: NamedRecord?
    if let narrowed {
      let found = try Self.session(narrowed, session)
      condition =
        condition + " AND \(raw: narrowed.isProgram ? "a.program_session_key" : "a.path_session_key")"
        + " = \(found.key)"
      place = found
    }
    self.session = place
    attempts = try Self.statement(condition).read(view, session)
  }

  private static func session(_ narrowing: Narrowing, _ session: any SQLSession) throws -> NamedRecord {
    switch narrowing {
    case .program(let id):
      try NamedRecord("SELECT s.key, s.id, s.name FROM program_sessions AS s WHERE s.id = \(id)", session)
    case .path(let id):
      try NamedRecord("SELECT s.key, s.id, s.name FROM path_sessions AS s WHERE s.id = \(id)", session)
    }
  }

  private static func statement(_ condition: SQLText) -> SectionStatement {
    SectionStatement(
      id: "attempts", columns: columns,
      fields: """
        a.id, a.score, a.started_at, a.last_activity_at, a.time_spent, a.progress, a.language, s.id, h.id,
        coalesce(s.name, h.name)
        """,
      source: """
        FROM attempts AS a LEFT JOIN program_sessions AS s ON s.key = a.program_session_key
        LEFT JOIN path_sessions AS h ON h.key = a.path_session_key WHERE \(sql: condition)
        """,
      count: "SELECT count(*) FROM attempts AS a WHERE \(sql: condition)",
      keys: [
        "score": ["a.score"], "last_activity_at": ["a.last_activity_at"], "time_spent": ["a.time_spent"],
        "language": ["lower(a.language)"], "program": ["coalesce(s.name_key, h.name_key)"],
      ], ties: ["a.id"], latest: "last_activity_at"
    ) { row in
      Section.Row(
        name: "", id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .score(row.integer(1)), .instant(row.integer(at: 2)), .instant(row.integer(at: 3)),
          .duration(row.integer(at: 4)), .progress(row.integer(at: 5)), .text(row.text(6)), .text(row.text(7)),
          .text(row.text(8)), .text(row.text(9)),
        ])
    }
  }

  package static let columns: [Column] = [
    .init("id", .id, isShown: false), .init("score", .percent), .init("started_at", .instant, isShown: false),
    .init("last_activity_at", .instant, title: "date"), .init("time_spent", .duration, title: "time"),
    .init("progress", .progress, isShown: false), .init("language", .text),
    .init("program_session", .text, isShown: false), .init("path_session", .text, isShown: false),
    .init("program", .text, isInAPI: false),
  ]
}

/// A record's key, id and name.
package struct NamedRecord: Sendable {
  let key: Int
  package let id: String
  package let name: String

  /// - Parameter sql: selects key, id and name.
  /// - Throws: `AccessDenied.notFound` if the statement returns nothing.
  init(_ sql: SQLText, _ session: any SQLSession) throws {
    guard let found = try session.first(sql, { ($0.integer(at: 0), $0.text(at: 1), $0.text(at: 2)) }) else {
      throw AccessDenied.notFound
    }
    (key, id, name) = found
  }
}
