import Access
import DatabaseAccess
import Records

// The page of a path session: statistics over the users with an open enrolment.

extension EntityStatistics {
  mutating func readPathSession(_ session: any SQLSession) throws {
    let users = try readSession(
      of: "path", isStarted: "f.last_activity IS NOT NULL", session)
    sections = [
      try statuses(users: users, session), try roster.levels(of: "progress", session), try roster.groups(session),
    ]
  }

  /// The number of users with each status, in the order in which they apply.
  private func statuses(users: Int, _ session: any SQLSession) throws -> Section {
    let sql: SQLText = "SELECT f.status, count(*) \(sql: roster.from()) GROUP BY f.status"
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
