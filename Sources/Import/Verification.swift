package import DatabaseAccess
import Records
import Statistics
import Store

/// Checks every stored derived value against the records: recomputes all of them and compares.
package struct Verification: Sendable {
  package private(set) var differences: [String] = []
  package private(set) var users = 0

  /// The number of differences reported in detail; all are counted.
  private static let limit = 100
  package private(set) var count = 0

  package init() {}

  /// - Parameter sample: the number of users to check, spread over the platform; nil: all.
  package mutating func run(
    _ session: any SQLSession, sample: Int? = nil, _ progress: (Int) -> Void = { _ in }
  ) throws {
    try AffectedUserTable.open(session)
    let users: SQLText =
      sample.map { "SELECT key FROM users ORDER BY key % 97, key LIMIT \($0)" } ?? "SELECT key FROM users"
    try session.run("INSERT INTO touched (user_key) \(sql: users)")
    let curriculum = try Curriculum(session)
    var checker = self
    var batches = try UserBatches(session, [], knowsAttempts: true)
    while let batch = try batches.next() {
      try checker.compare(session, batch.stored.facts(of: batch.touched), curriculum)
      progress(checker.users)
    }
    try checker.compareOverall(session)
    self = checker
    try AffectedUserTable.close(session)
  }

  private mutating func compare(
    _ session: any SQLSession, _ facts: [Int: UserFacts], _ curriculum: Curriculum
  ) throws {
    users += facts.count
    let standings = facts.mapValues { UserStandings($0, curriculum) }
    var computed: [Int: [PackedRows]] = [:]
    for (key, standing) in standings {
      standing.pack(key, into: &computed[key, default: UserStandings.types.map { _ in PackedRows() }])
    }
    for (index, type) in UserStandings.types.enumerated() {
      let stored = try stored(session, type.table, type.columns, Array(facts.keys))
      for key in facts.keys.sorted() where stored[key]?.bytes ?? [] != computed[key]?[index].bytes {
        report(session, type.table, key)
      }
    }
    let stored = try stored(session, "attempts", ["id", "superseded_at", "overtaken_at"], Array(facts.keys))
    for key in facts.keys.sorted() {
      let rows = supersessions(of: key, facts[key]?.attempts ?? [], standings[key]?.supersessions ?? [])
      if stored[key]?.bytes ?? [] != rows.bytes { report(session, "attempts", key) }
    }
  }

  /// The stored rows per user, in the order in which they are computed.
  private func stored(
    _ session: any SQLSession, _ table: String, _ columns: [String], _ users: [Int]
  ) throws -> [Int: PackedRows] {
    var rows: [Int: PackedRows] = [:]
    try session.each(
      """
      SELECT user_key, \(raw: columns.joined(separator: ", ")) FROM \(raw: table)
      WHERE user_key \(anyOf: users) ORDER BY 1, 2, 3
      """
    ) { row in row.pack(columns.count + 1, into: &rows[row.integer(at: 0), default: PackedRows()]) }
    return rows
  }

  /// In the order of ids.
  private func supersessions(
    of user: Int, _ attempts: [UserFacts.Attempt], _ supersessions: [Supersession]
  ) -> PackedRows {
    var rows = PackedRows()
    for (attempt, supersession) in zip(attempts, supersessions).sorted(by: { $0.0.id.comesBefore($1.0.id) }) {
      rows.beginRow()
      rows.append(user)
      rows.append(attempt.id)
      rows.append(supersession.supersededAt)
      rows.append(supersession.overtakenAt)
    }
    return rows
  }

  private mutating func compareOverall(_ session: any SQLSession) throws {
    let columns = OverallStanding.identity + OverallStanding.numbers
    var differing: [Int] = []
    try OverallStanding.each(session, beside: columns) { row in
      var (computed, stored) = (PackedRows(), PackedRows())
      OverallStanding.pack(row, into: &computed)
      for column in columns.indices { stored.append(row.value(columns.count + column)) }
      if computed.bytes != stored.bytes { differing.append(row.integer(at: 0)) }
    }
    for key in differing { report(session, "user_standings", key) }
  }

  private mutating func report(_ session: any SQLSession, _ table: String, _ key: Int) {
    count += 1
    guard differences.count < Self.limit else { return }
    let id = (try? session.first("SELECT id FROM users WHERE key = \(key)") { $0.text(at: 0) }) ?? nil
    differences.append("\(table): the values of user \(id ?? "with key \(key)") do not follow from the records")
  }
}
