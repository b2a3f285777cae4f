import DatabaseAccess
import Records
import Statistics
import Store

/// Merges a few imported facts, when nothing else was imported, and recomputes only the standings that they affect
/// (docs/decisions/0052): of the affected users' other facts, only those on the same courses, questions, tags and
/// sessions are read.
struct FactRefresh {
  /// The maximum number of facts.
  static let limit = 512

  private let session: any SQLSession
  private let reader: FactReader
  private var batch = UserBatch()
  private var users: [Int] = []
  /// By kind, in the order of `FactTable.all`: the ids of imported facts, and of the attempts that they name.
  private var ids = FactTable.all.map { _ in Set<String>() }
  private var affected = AffectedStandings()

  /// - Parameter knowsAttempts: whether every imported attempt could be read.
  init(_ session: any SQLSession, _ stages: [FactStage], knowsAttempts: Bool) throws {
    self.session = session
    reader = try FactReader(session, isForFew: true)
    batch.knowsAttempts = knowsAttempts
    for (index, table) in FactTable.all.enumerated() {
      for stage in stages where stage.table.kind == table.kind {
        batch.isPartial[index] = batch.isPartial[index] || stage.isPartial
        while let user = try stage.rows.nextUser() { try stage.rows.move(user, into: &batch.incoming[index]) }
      }
      note(table, index)
    }
    users = Set(users).sorted()
  }

  private mutating func note(_ table: FactTable, _ index: Int) {
    let rows = batch.incoming[index]
    var row = PackedRow(rows)
    let attempt = table.columns.firstIndex(of: "attempt")
    for place in 0..<rows.count {
      row.move(to: rows.range(place))
      users.append(row.integer(at: 0))
      // The line comes after the user.
      ids[index].insert(row.text(at: 2))
      if let attempt, let id = row.text(attempt + 1) { ids[0].insert(id) }
    }
    affected.add(rows, of: table, offset: 1)
  }

  /// Writes everything, unless there are errors.
  /// - Parameter isSound: false if the import will be rolled back, so that only errors are searched for.
  mutating func run(isSound: Bool) throws -> UserBatch.Outcome {
    let whole = batch.incoming.map { !$0.isEmpty }
    batch.stored.facts = try reader.facts(of: users, withIDs: ids, whole: whole)
    guard isSound else { return batch.judged() }
    for (index, table) in FactTable.all.enumerated() where whole[index] {
      affected.add(batch.stored.facts[index], of: table)
    }
    if affected.hasSessions { try reader.readPlaces(of: users, into: &batch.stored) }
    let curriculum = try Curriculum(of: &affected, among: batch.stored.pathSessions, session)
    batch.stored.facts = try reader.facts(of: users, withIDs: ids, affected, whole: whole)
    let outcome = batch.outcome(curriculum, only: affected)
    if !outcome.users.isEmpty, outcome.faults.allSatisfy(\.isEmpty) { try write(outcome) }
    return outcome
  }

  private func write(_ outcome: UserBatch.Outcome) throws {
    for (table, rows) in zip(FactTable.all, outcome.written) where !(rows.added.isEmpty && rows.changed.isEmpty) {
      let writer = try FactTable.Writer(table, session)
      try writer.write(rows)
      try writer.finish()
    }
    if try session.hasRows("derived_records") { try outcome.claim(session) }
    for (index, type) in UserStandings.types.enumerated() where !affected.keys[index].isEmpty {
      try session.run(
        """
        DELETE FROM \(raw: type.table) WHERE user_key \(anyOf: outcome.users)
        AND \(raw: type.columns[0]) \(anyOf: affected.keys[index].sorted())
        """)
      if outcome.standings[index].isEmpty { continue }
      let insertion = try session.insertion(into: type.table, columns: ["user_key"] + type.columns)
      try insertion.run(outcome.standings[index])
      try insertion.finish()
    }
    let kinds = zip(FactTable.all, batch.incoming).filter { !$0.1.isEmpty }.map(\.0.kind)
    try OverallStanding.update(outcome.users, for: kinds, session)
  }
}
