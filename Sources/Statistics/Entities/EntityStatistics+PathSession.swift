import Access
import DatabaseAccess
import Records

// The page of a path session: statistics over the users with an open enrolment.

extension Roster {
  static func pathSession(_ key: Int, _ population: Population, _ now: Int) -> Roster {
    let among: SQLText = "e.path_session_key = \(key) AND \(sql: population.scope.holds("e.user_key"))"
    return Roster(
      source: "(\(sql: PathSessionStatus.select(where: among, now: now))) AS m",
      columns: [
        Column("progress", .progress, .pathProgress, sql: "m.progress"),
        Column("status", .status, .pathStatus, sql: "m.status"),
        Column("time_spent", .duration, .pathTimeSpent, sql: "m.time_spent"),
        Column("score", .percent, .pathScore, sql: "m.score_numerator", "m.score_denominator"),
        Column("validated_at", .instant, .pathValidatedAt, sql: "m.validated_at"),
        Column("last_activity", .instant, .pathLastActivity, sql: "m.last_activity"),
      ], population: population)
  }
}

extension EntityStatistics {
  mutating func readPathSession(_ session: any SQLSession) throws {
    let users = try readSession(
      of: "path", isStarted: "m.last_activity IS NOT NULL", session)
    sections = [
      try statuses(users: users, session), try roster.levels(of: "progress", session), try roster.groups(session),
    ]
  }

  /// The number of users with each status, in the order in which they apply.
  private func statuses(users: Int, _ session: any SQLSession) throws -> Section {
    let sql: SQLText = "SELECT m.status, count(*) \(sql: roster.from()) GROUP BY m.status"
    let counts = Dictionary(uniqueKeysWithValues: try session.all(sql) { ($0.text(at: 0), $0.integer(at: 1)) })
    let rows = Status.ofPathSession.map { status in
      let count = counts[status.rawValue] ?? 0
      return Section.Row(
        name: status.rawValue, id: status.rawValue,
        cells: [.status(status), .count(count), .mean(Fraction(count * Percentage.whole, users))])
    }
    return Section(
      "statuses",
      [
        .init("status", .status, .pathStatus), .init("users", .count, .usersThere),
        .init("share", .progress, .shareOfUsers),
      ], users == 0 ? [] : rows)
  }
}
