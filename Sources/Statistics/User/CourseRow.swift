import Access
import DatabaseAccess

/// The section *Courses*: one row per played course, latest activity first.
enum CourseRow {
  static func section(_ user: VisibleUser, _ view: SectionView, _ session: any SQLSession) throws -> Section {
    try statement(user).read(view, session)
  }

  private static func statement(_ user: VisibleUser) -> SectionStatement {
    SectionStatement(
      id: "courses", columns: columns,
      fields: "c.id, c.name, t.progress, t.score, t.attempts, t.time_spent, t.last_activity",
      source: "FROM course_standings AS t JOIN courses AS c ON c.key = t.course_key WHERE t.user_key = \(user.key)",
      count: "SELECT count(*) FROM course_standings WHERE user_key = \(user.key)",
      keys: [
        "name": ["c.name_key"], "progress": ["t.progress"], "score": ["t.score"], "attempts": ["t.attempts"],
        "time_spent": ["t.time_spent"], "last_activity": ["t.last_activity"],
      ], ties: ["c.name_key", "c.id"], latest: "last_activity"
    ) { row in
      Section.Row(
        name: row.text(at: 1), id: row.text(at: 0),
        cells: [
          .text(row.text(at: 0)), .text(row.text(at: 1)), .progress(row.integer(at: 2)), .score(row.integer(3)),
          .count(row.integer(at: 4)), .duration(row.integer(at: 5)), .instant(row.integer(at: 6)),
        ])
    }
  }

  static let columns: [Column] = [
    .init("course", .id, isShown: false), .init("name", .text), .init("progress", .progress, .courseProgress),
    .init("score", .percent, .courseScore), .init("attempts", .count, .courseAttempts),
    .init("time_spent", .duration, .courseTimeSpent), .init("last_activity", .instant, .courseLastActivity),
  ]
}
