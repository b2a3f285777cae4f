package import DatabaseAccess
import Records
import Store

/// The stored facts of some users, packed as read.
package struct StoredFacts: Sendable {
  /// By kind, in the order of `FactTable.all`.
  package var facts = FactTable.all.map { _ in PackedRows() }
  package var presences = PackedRows()
  /// Path sessions in which they have or had an enrolment.
  package var paths = PackedRows()

  package init() {}
}

/// Reads the facts of some users, one statement per kind of fact.
package struct FactReader {
  private let session: any SQLSession
  /// Tables that had rows when the reader was created. Rows written later belong to users that it has already read.
  private let filled: [Bool]

  package init(_ session: any SQLSession) throws {
    self.session = session
    filled = try FactTable.all.map { try session.hasRows($0.name) }
  }

  /// - Parameter whole: for each kind of fact, whether to read all columns, including derived ones, or only those that
  ///   standings need.
  package func facts(of users: [Int], whole: [Bool]) throws -> [PackedRows] {
    var facts = FactTable.all.map { _ in PackedRows() }
    for (index, table) in FactTable.all.enumerated() where filled[index] {
      let columns = whole[index] ? table.columns + table.derived : table.columnsOfStandings
      try read(
        """
        SELECT \(raw: columns.joined(separator: ", ")) FROM \(raw: table.name) WHERE user_key \(anyOf: users)
        """, columns.count, into: &facts[index])
    }
    return facts
  }

  /// Adds presences and path enrolments, by user.
  package func readPlaces(of users: [Int], into stored: inout StoredFacts) throws {
    try read(
      """
      SELECT f.user_key, s.classroom_key, s.starts_at, f.program_session_key, f.path_session_key
      FROM attendances AS f JOIN classroom_slots AS s ON s.key = f.slot_key
      WHERE f.user_key \(anyOf: users) AND f.status = 'present' ORDER BY f.user_key
      """, 5, into: &stored.presences)
    try read(
      """
      SELECT user_key, path_session_key FROM enrolments
      WHERE user_key \(anyOf: users) AND path_session_key IS NOT NULL ORDER BY user_key
      """, 2, into: &stored.paths)
  }

  private func read(_ sql: SQLText, _ columns: Int, into rows: inout PackedRows) throws {
    try session.each(sql) { $0.pack(columns, into: &rows) }
  }
}

extension StoredFacts {
  /// The facts that count, by user.
  package func facts(of users: some Sequence<Int>) -> [Int: UserFacts] {
    var result = Dictionary(uniqueKeysWithValues: users.map { ($0, UserFacts()) })
    let withdrawals = FactTable.all.map(\.withdrawal)
    facts[0].eachUser(but: withdrawals[0], UserFacts.Attempt.init) { result[$0]?.attempts += $1 }
    facts[1].eachUser(but: withdrawals[1], UserFacts.Answer.init) { result[$0]?.answers += $1 }
    facts[2].eachUser(but: withdrawals[2], UserFacts.Result.init) { result[$0]?.results += $1 }
    presences.eachUser(UserFacts.Presence.init) { result[$0]?.presences += $1 }
    paths.eachUser({ $0.integer(at: 1) }) { result[$0]?.pathSessions.formUnion($1) }
    return result
  }
}

extension PackedRows {
  /// Calls `body` with the decoded rows of each user; a user's rows are adjacent.
  /// - Parameter withdrawal: a column that is null in all rows that count.
  fileprivate func eachUser<Fact>(
    but withdrawal: Int? = nil, _ decode: (PackedRow) -> Fact, _ body: (Int, [Fact]) -> Void
  ) {
    var row = PackedRow(self)
    var (user, facts): (Int, [Fact]) = (0, [])
    for index in 0..<count {
      row.move(to: range(index))
      if let withdrawal, row.integer(withdrawal) != nil { continue }
      if row.integer(at: 0) != user {
        if !facts.isEmpty { body(user, facts) }
        user = row.integer(at: 0)
        facts = []
      }
      facts.append(decode(row))
    }
    if !facts.isEmpty { body(user, facts) }
  }
}

// Column numbers as in `FactTable.columns`.

extension UserFacts.Attempt {
  fileprivate init(_ row: PackedRow) {
    self.init(
      id: row.text(at: 1), course: row.integer(at: 2), programSession: row.integer(3), pathSession: row.integer(4),
      startedAt: row.integer(at: 5), lastActivityAt: row.integer(at: 6), timeSpent: row.integer(at: 7),
      progress: row.integer(at: 8), score: row.integer(9), completedAt: row.integer(10))
  }
}

extension UserFacts.Answer {
  fileprivate init(_ row: PackedRow) {
    self.init(question: row.integer(at: 2), answeredAt: row.integer(at: 4), score: row.integer(6))
  }
}

extension UserFacts.Result {
  fileprivate init(_ row: PackedRow) {
    self.init(
      id: row.text(at: 1), assessment: row.integer(at: 2), programSession: row.integer(3), pathSession: row.integer(4),
      assessedAt: row.integer(at: 5), score: row.integer(8))
  }
}

extension UserFacts.Presence {
  fileprivate init(_ row: PackedRow) {
    self.init(
      classroom: row.integer(at: 1), startsAt: row.integer(at: 2), programSession: row.integer(3),
      pathSession: row.integer(4))
  }
}
