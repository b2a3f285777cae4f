import DatabaseAccess

// Shared by the pages of program sessions and path sessions.

extension EntityStatistics {
  /// Reads the details and figures of a session.
  /// - Parameters:
  ///   - kind: `program` or `path`.
  ///   - isStarted: a condition on a row `f` of the roster: the user has counting facts there.
  /// - Returns: the number of enrolled users.
  mutating func readSession(of kind: String, isStarted: String, _ session: any SQLSession) throws -> Int {
    details = try sessionDetails(of: kind, session)
    let sums = try roster.sums(
      [
        "1", "CASE WHEN \(isStarted) THEN 1 ELSE 0 END",
        "CASE WHEN \(FactSource.isComplete("f")) THEN 1 ELSE 0 END",
      ], session)
    let median = try roster.median(of: "f.time_spent", where: isStarted, session)
    figures = [
      Figure(statistic: .registrations, value: .count(sums[0])), Figure(statistic: .attendees, value: .count(sums[1])),
      Figure(statistic: .completedSessions, value: .count(sums[2])),
      Figure(statistic: .medianTime, value: .duration(median)),
      Figure(statistic: .meanSessionProgress, value: .mean(try roster.mean(of: "progress", session))),
      Figure(statistic: .meanSessionScore, value: .mean(try roster.mean(of: "score", session))),
      Figure(statistic: .deliveredCertificates, value: .count(try certificates("\(kind)_session_key", session))),
    ]
    return sums[0]
  }

  private func sessionDetails(of kind: String, _ session: any SQLSession) throws -> [Detail] {
    let sql: SQLText = """
      SELECT o.name, t.starts_at, t.ends_at
      FROM \(raw: kind)_sessions AS t JOIN \(raw: kind)s AS o ON o.key = t.\(raw: kind)_key WHERE t.key = \(thing.key)
      """
    return try session.first(sql) { row in
      [
        Detail(kind, .text(row.text(at: 0))), Detail("starts_at", .instant(row.integer(1))),
        Detail("ends_at", .instant(row.integer(2))),
      ]
    } ?? []
  }
}
