package import Access
package import Calendar
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

    fileprivate func sessions(_ key: Int) -> Selection.Sessions {
      isProgram ? .init(programs: [key], paths: []) : .init(programs: [], paths: [key])
    }
  }

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, for a course that is unknown or that the user
  ///   never played, and for an unknown session.
  package init(
    user: String, course id: String, narrowed: Narrowing?, in scope: Scope, at moment: Moment,
    _ view: SectionView, _ session: any SQLSession
  ) throws {
    subject = try Subject(id: user, in: scope, session)
    let user = subject.key
    course = try NamedRecord(
      """
      SELECT c.key, c.id, c.name FROM courses AS c
      JOIN course_standings AS t ON t.course_key = c.key AND t.user_key = \(user) WHERE c.id = \(id)
      """, session)
    let found = try narrowed.map { try Self.session($0, session) }
    var filter = RowFilter(of: subject.user, about: course.key, at: moment)
    filter.selection.sessions = found.flatMap { narrowed?.sessions($0.key) }
    self.session = found
    attempts = try Table.attempts.section(filter, view, session)
  }

  private static func session(_ narrowing: Narrowing, _ session: any SQLSession) throws -> NamedRecord {
    switch narrowing {
    case .program(let id):
      try NamedRecord("SELECT s.key, s.id, s.name FROM program_sessions AS s WHERE s.id = \(id)", session)
    case .path(let id):
      try NamedRecord("SELECT s.key, s.id, s.name FROM path_sessions AS s WHERE s.id = \(id)", session)
    }
  }

  package static let columns = Table.attempts.columns
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
