import Access
import DatabaseAccess

// The page of a course: statistics over the users who played it.

extension EntityStatistics {
  mutating func readCourse(_ session: any SQLSession) throws {
    details =
      try session.first(
        """
        SELECT g.name, g.id, o.name, o.id, t.published_at, t.archived_at, \(raw: Person.columnsOfUser)
        FROM courses AS t JOIN users AS p ON p.key = t.author_key
        LEFT JOIN groups AS g ON g.key = t.group_key LEFT JOIN courses AS o ON o.id = t.duplicate_of
        WHERE t.key = \(thing.key)
        """
      ) { row in
        [
          Detail("author", Person(row, from: 6)), Detail("group", .text(row.text(0)), row.text(1).map { (.group, $0) }),
          Detail("duplicate_of", .text(row.text(2)), row.text(3).map { (.course, $0) }),
          Detail("published_at", .instant(row.integer(4))), Detail("archived_at", .instant(row.integer(5))),
        ]
      } ?? []
    let sums = try roster.sums(
      [
        "1", "f.attempts", "f.time_spent", "CASE WHEN \(FactSource.isComplete("f")) THEN 1 ELSE 0 END", "f.progress",
        "f.score", "CASE WHEN f.score IS NULL THEN 0 ELSE 1 END",
      ], session)
    figures = [
      Figure(statistic: .coursePlayers, value: .count(sums[0])),
      Figure(statistic: .courseCompletions, value: .count(sums[3])),
      Figure(statistic: .courseTotalAttempts, value: .count(sums[1])),
      Figure(
        statistic: .courseTotalTime, value: .duration(sums[2]),
        perUser: Fraction(sums[2], sums[0]).rounded().map { .duration($0) }),
      Figure(statistic: .courseMeanProgress, value: .mean(Fraction(sums[4], sums[0]))),
      Figure(statistic: .courseMeanScore, value: .mean(Fraction(sums[5], sums[6]))),
    ]
    sections = [try roster.levels(of: "progress", session), try roster.groups(session)]
  }
}
