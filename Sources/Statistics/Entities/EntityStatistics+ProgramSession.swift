import DatabaseAccess

// The page of a program session: statistics over the users with an open enrolment.

extension EntityStatistics {
  mutating func readProgramSession(_ session: any SQLSession) throws {
    let users = try readSession(of: "program", isStarted: "f.started IS NOT NULL", session)
    sections = [
      try blocks(users: users, session), try roster.levels(of: "progress", session), try roster.groups(session),
    ]
  }

  /// Per block: the mean progress of all enrolled users, and the mean score of those who have one.
  private func blocks(users: Int, _ session: any SQLSession) throws -> Section {
    let rows = try session.all(
      """
      SELECT b.position, b.kind, coalesce(c.name, a.name, r.name), v.progress, v.score_sum, v.score_count, c.id
      FROM program_sessions AS s JOIN program_blocks AS b ON b.program_key = s.program_key
      LEFT JOIN courses AS c ON c.key = b.course_key LEFT JOIN assessments AS a ON a.key = b.assessment_key
      LEFT JOIN classrooms AS r ON r.key = b.classroom_key
      LEFT JOIN (SELECT t.position, sum(t.progress) AS progress, sum(t.score) AS score_sum, count(t.score) AS score_count
        \(sql: roster.from(" JOIN block_standings AS t ON t.user_key = u.user_key"))
        AND t.program_session_key = \(thing.key) GROUP BY t.position) AS v ON v.position = b.position
      WHERE s.key = \(thing.key) ORDER BY b.position
      """
    ) { row in
      Section.Row(
        name: row.text(at: 2), id: String(row.integer(at: 0)),
        cells: [
          .text(row.text(at: 2)), .status(code: "kind_\(row.text(at: 1))"), .mean(Fraction(row.integer(at: 3), users)),
          .mean(Fraction(row.integer(at: 4), row.integer(at: 5))), .text(row.text(6)),
        ])
    }
    return Section(
      "blocks",
      [
        .init("name", .text), .init("kind", .status), .init("progress", .progress, .meanBlockProgress),
        .init("score", .percent, .meanBlockScore), .init("course", .id, isShown: false),
      ], rows)
  }
}
