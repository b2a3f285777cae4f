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
  /// The path sessions in `paths`.
  package var pathSessions: Set<Int> {
    var (row, sessions) = (PackedRow(paths), Set<Int>())
    for index in 0..<paths.count {
      row.move(to: paths.range(index))
      sessions.insert(row.integer(at: 1))
    }
    return sessions
  }

  package init() {}
}

/// Reads the facts of some users, one statement per kind of fact.
package struct FactReader {
  private let session: any SQLSession
  /// Tables that had rows when the reader was created. Rows written later belong to users that it has already read.
  private let filled: [Bool]
  private let isForFew: Bool

  /// - Parameter isForFew: whether only a few facts are read, so that it does not matter if tables are empty.
  package init(_ session: any SQLSession, isForFew: Bool = false) throws {
    self.session = session
    self.isForFew = isForFew
    filled = try FactTable.all.map { try isForFew || session.hasRows($0.name) }
  }

  /// - Parameter whole: for each kind of fact, whether to read all columns, including derived ones, or only those that
  ///   standings need.
  package func facts(of users: [Int], whole: [Bool]) throws -> [PackedRows] {
    var facts = FactTable.all.map { _ in PackedRows() }
    for (index, table) in FactTable.all.enumerated() where filled[index] {
      try read(table, "user_key \(anyOf: users)", whole: whole[index], into: &facts[index])
    }
    return facts
  }

  /// The facts of some users with certain ids and, if given, those that affected standings are computed from.
  /// - Parameters:
  ///   - ids: for each kind of fact.
  ///   - whole: as above.
  package func facts(
    of users: [Int], withIDs ids: [Set<String>], _ affected: AffectedStandings? = nil, whole: [Bool]
  ) throws -> [PackedRows] {
    var facts = FactTable.all.map { _ in PackedRows() }
    for (index, table) in FactTable.all.enumerated() where filled[index] {
      let named: SQLText? = ids[index].isEmpty ? nil : "id \(anyOf: ids[index].sorted())"
      let conditions = [named, affected?.facts(of: table)].compactMap { $0 }
      if conditions.isEmpty { continue }
      try read(
        table, "user_key \(anyOf: users) AND (\(sql: conditions.joined(separator: " OR ")))", whole: whole[index],
        into: &facts[index])
    }
    return facts
  }

  private func read(_ table: FactTable, _ condition: SQLText, whole: Bool, into rows: inout PackedRows) throws {
    let columns = whole ? table.columns + table.derived : table.columnsOfStandings
    try read(
      "SELECT \(raw: columns.joined(separator: ", ")) FROM \(raw: table.name) WHERE \(sql: condition)", columns.count,
      into: &rows)
  }

  /// Adds presences and path enrolments, by user.
  package func readPlaces(of users: [Int], into stored: inout StoredFacts) throws {
    try read(
      """
      SELECT \(sql: UserFacts.Presence.reader.columns)
      FROM attendances AS f JOIN classroom_slots AS s ON s.key = f.slot_key
      WHERE f.user_key \(anyOf: users) AND f.status = 'present' ORDER BY f.user_key
      """, UserFacts.Presence.reader.count, into: &stored.presences)
    try read(
      """
      SELECT user_key, path_session_key FROM enrolments
      WHERE user_key \(anyOf: users) AND path_session_key IS NOT NULL ORDER BY user_key
      """, 2, into: &stored.paths)
  }

  private func read(_ sql: SQLText, _ columns: Int, into rows: inout PackedRows) throws {
    func pack(_ row: any SQLRow) { row.pack(columns, into: &rows) }
    try isForFew ? session.eachOfFew(sql, pack) : session.each(sql, pack)
  }
}

extension StoredFacts {
  /// The facts that count, by user.
  package func facts(of users: some Sequence<Int>) -> [Int: UserFacts] {
    var result = Dictionary(uniqueKeysWithValues: users.map { ($0, UserFacts()) })
    facts[0].eachUser(but: FactTable.attempts.withdrawal, UserFacts.Attempt.decoder) { result[$0]?.attempts += $1 }
    facts[1].eachUser(but: FactTable.answers.withdrawal, UserFacts.Answer.decoder) { result[$0]?.answers += $1 }
    facts[2].eachUser(but: FactTable.results.withdrawal, UserFacts.Result.decoder) { result[$0]?.results += $1 }
    presences.eachUser(UserFacts.Presence.reader.read) { result[$0]?.presences += $1 }
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

// Each decoder looks up the positions of its columns once, not for every row.

extension UserFacts.Attempt {
  fileprivate static var decoder: (PackedRow) -> Self {
    let column = FactTable.attempts.position(of:)
    let (id, course, programSession) = (column("id"), column("course_key"), column("program_session_key"))
    let (pathSession, startedAt, last) = (column("path_session_key"), column("started_at"), column("last_activity_at"))
    let (timeSpent, progress, score) = (column("time_spent"), column("progress"), column("score"))
    let completedAt = column("completed_at")
    return { row in
      Self(
        id: row.text(at: id), course: row.integer(at: course), programSession: row.integer(programSession),
        pathSession: row.integer(pathSession), startedAt: row.integer(at: startedAt),
        lastActivityAt: row.integer(at: last), timeSpent: row.integer(at: timeSpent),
        progress: row.integer(at: progress), score: row.integer(score), completedAt: row.integer(completedAt))
    }
  }
}

extension UserFacts.Answer {
  fileprivate static var decoder: (PackedRow) -> Self {
    let column = FactTable.answers.position(of:)
    let (id, question) = (column("id"), column("question_key"))
    let (answeredAt, score) = (column("answered_at"), column("score"))
    return { row in
      Self(
        id: row.text(at: id), question: row.integer(at: question), answeredAt: row.integer(at: answeredAt),
        score: row.integer(score))
    }
  }
}

extension UserFacts.Result {
  fileprivate static var decoder: (PackedRow) -> Self {
    let column = FactTable.results.position(of:)
    let (id, assessment, programSession) = (column("id"), column("assessment_key"), column("program_session_key"))
    let (pathSession, assessedAt, score) = (column("path_session_key"), column("assessed_at"), column("score"))
    return { row in
      Self(
        id: row.text(at: id), assessment: row.integer(at: assessment), programSession: row.integer(programSession),
        pathSession: row.integer(pathSession), assessedAt: row.integer(at: assessedAt), score: row.integer(score))
    }
  }
}

extension UserFacts.Presence {
  /// Reads `attendances AS f` with their `classroom_slots AS s`, after the user's key.
  fileprivate static let reader = RowReader { row in
    _ = row.integer("f.user_key")
    return Self(
      classroom: row.integer(at: "s.classroom_key"), startsAt: row.integer(at: "s.starts_at"),
      programSession: row.integer("f.program_session_key"), pathSession: row.integer("f.path_session_key"))
  }
}
