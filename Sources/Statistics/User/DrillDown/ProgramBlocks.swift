package import Access
package import Calendar
package import DatabaseAccess

/// A user's program session: its row of the section *Programs*, and its blocks.
package struct ProgramBlocks: Sendable {
  package let subject: Subject
  /// A section with only the session's row.
  package let program: Section
  package let blocks: Section

  package static let columns = Table.blocks.columns

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, for an unknown session, and for one unrelated to
  ///   the user: no enrolment, open or closed, no fact, and no path that leads to it.
  package init(
    user: String, session id: String, in scope: Scope, at moment: Moment, _ view: SectionView,
    _ session: any SQLSession
  ) throws {
    subject = try Subject(id: user, in: scope, session)
    let found = try session.first(
      "SELECT s.key FROM program_sessions AS s WHERE s.id = \(id) AND (\(sql: Self.concerns(subject.user)))"
    ) { $0.integer(at: 0) }
    guard let key = found else { throw AccessDenied.notFound }
    var filter = RowFilter(of: subject.user, about: key, at: moment)
    blocks = try Table.blocks.section(filter, view, session)
    filter.isEnrolled = false
    program = try Table.programs.section(filter, .whole, session)
  }

  private static func concerns(_ user: VisibleUser) -> SQLText {
    let facts = ["enrolments", "attempts", "assessment_results", "attendances"].map { table -> SQLText in
      """
      EXISTS (SELECT 1 FROM \(raw: table) AS f WHERE f.user_key = \(user.key) AND f.program_session_key = s.key)
      """
    }
    let path: SQLText = """
      EXISTS (SELECT 1 FROM enrolments AS e JOIN path_sessions AS h ON h.key = e.path_session_key
        JOIN path_steps AS d ON d.path_key = h.path_key
        WHERE e.user_key = \(user.key) AND d.program_session_key = s.key)
      """
    return (facts + [path]).joined(separator: " OR ")
  }
}

/// A user's path session: its row of the section *Paths*, and its steps.
package struct PathSteps: Sendable {
  package let subject: Subject
  /// A section with only the session's row.
  package let path: Section
  package let steps: Section

  package static let columns = Table.steps.columns

  /// - Throws: `AccessDenied.notFound` for a user outside the scope, and for a session that is not among the paths of
  ///   the user's page.
  package init(
    user: String, session id: String, in scope: Scope, at moment: Moment, _ view: SectionView,
    _ session: any SQLSession
  ) throws {
    subject = try Subject(id: user, in: scope, session)
    let key = try session.first("SELECT key FROM path_sessions WHERE id = \(id)") { $0.integer(at: 0) }
    guard let key else { throw AccessDenied.notFound }
    let filter = RowFilter(of: subject.user, about: key, at: moment)
    path = try Table.paths.section(filter, .whole, session)
    if path.rows.isEmpty { throw AccessDenied.notFound }
    steps = try Table.steps.section(filter, view, session)
  }
}
