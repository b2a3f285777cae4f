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
    let insertions = try UserStandings.types.map {
      try session.insertion(into: $0.table, columns: ["user_key"] + $0.columns)
    }
    var done = 0
    try Self.eachRange(session) { range in
      let users = try FactReader(session: session).facts(range)
      let standings = users.map { (key: $0.key, standings: UserStandings($0.value, curriculum)) }
      try replace(standings.sorted { $0.key < $1.key }, range, insertions)
      done += users.count
      progress(done)
    }
    for insertion in insertions { try insertion.finish() }
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

  /// One table after another: the rows of a table go in together.
  private func replace(
    _ users: [(key: Int, standings: UserStandings)], _ range: ClosedRange<Int>, _ insertions: [any SQLRepetition]
  ) throws {
    for (index, type) in UserStandings.types.enumerated() {
      try session.run(
        """
        DELETE FROM \(raw: type.table) WHERE user_key IN (
          SELECT user_key FROM touched WHERE user_key BETWEEN \(range.lowerBound) AND \(range.upperBound))
        """)
      for user in users {
        for row in user.standings.tables[index].rows { try insertions[index].run([.integer(user.key)] + row.values) }
      }
    }
  }
}
