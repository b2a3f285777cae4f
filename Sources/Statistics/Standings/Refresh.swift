package import DatabaseAccess

/// Makes the standings of the users in the table `touched` anew, from their facts.
package struct Refresh {
  /// Users are taken some at a time, so that memory does not grow with their number.
  private static let usersAtOnce = 256

  private let session: any SQLSession

  package init(_ session: any SQLSession) { self.session = session }

  /// - Parameter progress: told how many users are done.
  package func run(_ progress: (Int) -> Void = { _ in }) throws {
    guard try session.number("SELECT count(*) FROM touched") > 0 else { return }
    let curriculum = try Curriculum(session)
    var done = 0
    try Self.eachRange(session) { range in
      let users = try FactReader(session: session).facts(range)
      try replace(users.map { ($0.key, $0.value, UserStandings($0.value, curriculum)) }.sorted { $0.0 < $1.0 }, range)
      done += users.count
      progress(done)
    }
    try OverallStanding.refresh(session)
  }

  /// Runs the body on consecutive ranges of keys that hold the touched users.
  static func eachRange(_ session: any SQLSession, _ body: (ClosedRange<Int>) throws -> Void) throws {
    var last = Int.min
    while true {
      let keys = try session.all(
        "SELECT user_key FROM touched WHERE user_key > \(last) ORDER BY user_key LIMIT \(usersAtOnce)"
      ) { $0.integer(at: 0) }
      guard let first = keys.first, let end = keys.last else { return }
      try body(first...end)
      last = end
    }
  }

  private func replace(_ users: [(key: Int, facts: UserFacts, standings: UserStandings)], _ range: ClosedRange<Int>) throws {
    for (index, type) in UserStandings.types.enumerated() {
      try session.run(
        """
        DELETE FROM \(raw: type.table) WHERE user_key IN (
          SELECT user_key FROM touched WHERE user_key BETWEEN \(range.lowerBound) AND \(range.upperBound))
        """)
      let insertion = try session.insertion(into: type.table, columns: ["user_key"] + type.columns)
      for user in users {
        for row in user.standings.tables[index].rows { try insertion.run([.integer(user.key)] + row.values) }
      }
      try insertion.finish()
    }
    try markSuperseded(users)
  }

  /// Only what has changed is written.
  private func markSuperseded(_ users: [(key: Int, facts: UserFacts, standings: UserStandings)]) throws {
    let place = session.dialect.placeholder
    let update = try session.repetition(
      of: """
        UPDATE attempts SET superseded_at = \(place(1)), overtaken_at = \(place(2))
        WHERE user_key = \(place(3)) AND id = \(place(4))
        """)
    for user in users {
      for (attempt, superseded) in zip(user.facts.attempts, user.standings.supersessions)
      where attempt.superseded != superseded {
        try update.run([
          SQLValue(superseded.supersededAt), SQLValue(superseded.overtakenAt), .integer(user.key), .text(attempt.id),
        ])
      }
    }
    try update.finish()
  }
}
