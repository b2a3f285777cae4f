import DatabaseAccess
import Records
import Statistics
import Store

/// Users whose facts are processed together: those affected by other records and those with imported facts.
struct UserBatch: Sendable {
  var touched: [Int] = []
  /// By kind, in the order of `FactTable.all`; rows as `UserSortedRows` returns them.
  var incoming = FactTable.all.map { _ in PackedRows() }
  /// By kind: whether imported rows omit values.
  var isPartial = FactTable.all.map { _ in false }
  /// Whether every imported attempt could be read.
  var knowsAttempts = true
  /// Whether supersessions are recomputed even if no fact has changed.
  var rebuilds = false
  var stored = StoredFacts()
  /// By kind: the withdrawal time of stored facts that are missing from the import; nil: they are kept.
  var ends: [Int?] = FactTable.all.map { _ in nil }
  /// By kind: facts that are not withdrawn, because they follow from statements.
  var kept: [Set<FactKey>] = FactTable.all.map { _ in [] }

  /// Everything that is to be written.
  struct Outcome: Sendable {
    /// Users whose standings are recomputed.
    var users: [Int] = []
    /// Those of them who are affected only by their facts.
    var touchedByFacts: [Int] = []
    /// By kind of fact.
    var receipts: [ImportCounts] = []
    /// By kind of fact, only for a few facts (`FactRefresh`): the count of each record by its line.
    var countsByLine: [[Int: ImportCounts]] = []
    /// By kind of fact.
    var faults: [[RowError]] = []
    /// By kind of fact.
    var written: [FactMerge.Written] = []
    /// By kind of fact: stored ones that imported ones have changed.
    var replaced: [[FactKey]] = []
    /// By table, in the order of `UserStandings.types`.
    var standings = UserStandings.types.map { _ in PackedRows() }
  }

  private func merges() -> [FactMerge] {
    var merges = FactTable.all.indices.map {
      FactMerge(
        FactTable.all[$0], stored: stored.facts[$0], incoming: incoming[$0], isPartial: isPartial[$0],
        ending: ends[$0], keeping: kept[$0], updatesDerived: rebuilds && !FactTable.all[$0].derived.isEmpty)
    }
    if knowsAttempts { for index in merges.indices { merges[index].checkAttempts(incoming[index], among: merges[0]) } }
    return merges
  }

  /// Only the errors of the imported facts, for an import of which nothing will be written.
  func judged() -> Outcome {
    var outcome = Outcome()
    let merges = merges()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    return outcome
  }

  /// Merges imported with stored facts and computes the standings. Does not read from the database.
  /// - Parameter affected: limits the standings; nil: all. `stored` has at least the facts that they are computed from.
  func outcome(_ curriculum: Curriculum, only affected: AffectedStandings? = nil) -> Outcome {
    let merges = merges()
    var outcome = Outcome()
    if affected != nil { outcome.countsByLine = merges.map(\.countsByLine) }
    outcome.touchedByFacts = merges.reduce(into: Set()) { $0.formUnion($1.users) }.subtracting(touched).sorted()
    outcome.users = (touched + outcome.touchedByFacts).sorted()
    outcome.receipts = merges.map(\.receipt)
    outcome.faults = merges.map(\.faults)
    guard !outcome.users.isEmpty, merges.allSatisfy(\.faults.isEmpty) else { return outcome }
    var merged = stored
    merged.facts = merges.map(\.all)
    outcome.replaced = merges.map(\.replaced)
    let facts = merged.facts(of: outcome.users)
    var supersessions: [Int: [Supersession]] = [:]
    for user in outcome.users {
      let standings = UserStandings(facts[user] ?? UserFacts(), curriculum)
      standings.pack(user, only: affected, into: &outcome.standings)
      supersessions[user] = standings.supersessions
    }
    outcome.written = zip(FactTable.all, merges).map { table, merge in
      merge.written(
        table.derived.isEmpty ? nil : merge.all.derived(supersessions, table, affected?.programSessions))
    }
    return outcome
  }
}

extension PackedRows {
  /// For each attempt its `FactTable.derived`; an empty row if they stay as they are. Withdrawn attempts neither
  /// replace others nor are replaced.
  /// - Parameter sessions: the program sessions all of whose attempts are given; nil: all.
  fileprivate func derived(
    _ supersessions: [Int: [Supersession]], _ table: FactTable, _ sessions: Set<Int>?
  ) -> PackedRows {
    let (withdrawal, session) = (table.withdrawal, table.position(of: "program_session_key"))
    var rows = PackedRows()
    var attempt = PackedRow(self)
    var (user, place): (Int?, Int) = (nil, 0)
    var own: [Supersession]?
    for row in 0..<count {
      attempt.move(to: range(row))
      if attempt.integer(0) != user {
        user = attempt.integer(0)
        own = user.flatMap { supersessions[$0] }
        place = 0
      }
      rows.beginRow()
      guard let own else { continue }
      let isWithdrawn = attempt.integer(withdrawal) != nil
      defer { if !isWithdrawn { place += 1 } }
      if let sessions, let session = attempt.integer(session), !sessions.contains(session) { continue }
      rows.append(isWithdrawn ? nil : own[place].supersededAt)
      rows.append(isWithdrawn ? nil : own[place].overtakenAt)
    }
    return rows
  }
}
