import Access
import DatabaseAccess

// The page of a path session: over the users with an open enrolment.

extension Roster {
  static func pathSession(_ key: Int, _ population: Population, _ now: Int) -> Roster {
    let among: SQLText = "e.path_session_key = \(key) AND \(sql: population.scope.holds("e.user_key"))"
    return Roster(
      source: "(\(sql: PathSituation.select(where: among, now: now))) AS m",
      columns: [
        Column("progress", .progress, "m.progress"), Column("status", .status, "m.status"),
        Column("time_spent", .duration, "m.time_spent"),
        Column("score", .percent, "m.score_numerator", "m.score_denominator"),
        Column("validated_at", .instant, "m.validated_at"), Column("last_activity", .instant, "m.last_activity"),
      ], population: population)
  }
}

extension ThingStatistics {
  mutating func readPathSession(_ session: any SQLSession) throws {
    details =
      try session.first(
        """
        SELECT o.name, t.starts_at, t.ends_at FROM path_sessions AS t JOIN paths AS o ON o.key = t.path_key
        WHERE t.key = \(thing.key)
        """
      ) { row in
        [
          Detail("path", .text(row.text(at: 0))), Detail("starts_at", .instant(row.integer(1))),
          Detail("ends_at", .instant(row.integer(2))),
        ]
      } ?? []
    let started = "m.last_activity IS NOT NULL"
    let sums = try roster.sums(
      ["1", "CASE WHEN \(started) THEN 1 ELSE 0 END", "CASE WHEN m.progress = 10000 THEN 1 ELSE 0 END"], session)
    let median = try roster.median(of: "m.time_spent", where: started, session)
    figures = [
      Figure(statistic: .registrations, value: .count(sums[0])), Figure(statistic: .attendees, value: .count(sums[1])),
      Figure(statistic: .completedSessions, value: .count(sums[2])),
      Figure(statistic: .medianTime, value: median.map { .duration($0) }),
      Figure(statistic: .meanSessionProgress, value: .mean(try roster.mean(of: "progress", session))),
      Figure(statistic: .meanSessionScore, value: .mean(try roster.mean(of: "score", session))),
      Figure(statistic: .deliveredCertificates, value: .count(try certificates("path_session_key", session))),
    ]
    sections = [
      try statuses(users: sums[0], session), try roster.levels(of: "progress", session), try roster.groups(session),
    ]
  }

  /// How many users have each of the statuses, in the order in which they are told apart.
  private func statuses(users: Int, _ session: any SQLSession) throws -> Section {
    let sql: SQLText = "SELECT m.status, count(*) \(sql: roster.from()) GROUP BY m.status"
    let counts = Dictionary(uniqueKeysWithValues: try session.all(sql) { ($0.text(at: 0), $0.integer(at: 1)) })
    let rows = PathStatus.allCases.map { status in
      let count = counts[status.rawValue] ?? 0
      return Section.Row(
        name: status.rawValue, id: status.rawValue,
        cells: [.status(status.rawValue), .count(count), .mean(Fraction(count * 10_000, users))])
    }
    return Section(
      "statuses", [.init("status", .status), .init("users", .count), .init("share", .progress)], users == 0 ? [] : rows)
  }
}
