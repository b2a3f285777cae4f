import DatabaseAccess
import Records
import Statistics
import Store
import Support

/// Merges imported facts with the stored ones, user by user, and recomputes the standings of all affected users. One
/// core writes while another computes the standings of the next users.
struct Refresh {
  private let session: any SQLSession
  private let stages: [FactStage]
  private let snapshot: Snapshot?
  private let writers: [FactTable.Writer]
  private let insertions: [any BatchInsert]
  /// Whether every imported attempt could be read.
  private let knowsAttempts: Bool
  private let rebuilds: Bool
  /// Whether derived facts that are changed become imported ones.
  private let claims: Bool
  /// Whether no user had standings before.
  private let isFirst: Bool
  /// Standing tables that had rows before.
  private let filled: [Bool]
  private(set) var receipts = Dictionary(uniqueKeysWithValues: FactTable.all.map { ($0.kind, ImportCounts()) })
  /// By kind, in the order of `FactTable.all`.
  private(set) var faults: [ValidationErrors]

  /// - Parameters:
  ///   - stages: the imported facts.
  ///   - snapshot: kinds for which they are everything that their source has.
  ///   - source: the writer of the facts.
  ///   - rebuilds: whether supersessions are recomputed even if no fact has changed.
  init(
    _ session: any SQLSession, _ stages: [FactStage] = [], _ snapshot: Snapshot? = nil, of source: Source = .xapi,
    knowsAttempts: Bool = true, rebuilds: Bool = false, faultLimit: Int = 0
  ) throws {
    self.session = session
    self.stages = stages
    self.snapshot = snapshot
    self.knowsAttempts = knowsAttempts
    self.rebuilds = rebuilds
    claims = try source != .xapi && !stages.isEmpty && session.hasRows("derived_records")
    isFirst = try !session.hasRows(OverallStanding.table)
    faults = FactTable.all.map { _ in ValidationErrors(limit: faultLimit) }
    writers = try FactTable.all.map { try FactTable.Writer($0, session) }
    insertions = try UserStandings.types.map {
      try session.insertion(into: $0.table, columns: ["user_key"] + $0.columns)
    }
    filled = try UserStandings.types.map { try session.hasRows($0.table) }
  }

  /// Batches differ in how long they take to write and to compute; with this many in flight neither core waits for the
  /// other.
  private static let batchesAhead = 3

  /// Writes everything, unless there are errors.
  /// - Parameter progress: called with the number of users done.
  mutating func run(_ progress: (Int) -> Void) throws {
    let curriculum = try Curriculum(session)
    try work(progress) { $0.outcome(curriculum) }
    for writer in writers { try writer.finish() }
    for insertion in insertions { try insertion.finish() }
    guard faults.allSatisfy(\.isEmpty) else { return }
    try OverallStanding.refresh(session)
    if isFirst, !rebuilds { try StandingsVersion.record(session) }
  }

  /// Only checks the imported facts for errors, when the import will be rolled back.
  mutating func judge(_ progress: (Int) -> Void) throws {
    if stages.isEmpty { return }
    try session.run("DELETE FROM touched")
    try work(progress) { $0.judged() }
  }

  private mutating func work(
    _ progress: (Int) -> Void, _ outcome: @escaping @Sendable (UserBatch) -> UserBatch.Outcome
  ) throws {
    var batches = try UserBatches(session, stages, snapshot, knowsAttempts: knowsAttempts, rebuilds: rebuilds)
    let ahead = BackgroundPipeline<UserBatch, UserBatch.Outcome>(outcome)
    var waiting = 0
    var done = 0
    while true {
      while waiting < Self.batchesAhead, let batch = try batches.next() {
        ahead.put(batch)
        waiting += 1
      }
      if waiting == 0 { break }
      let outcome = ahead.next()
      waiting -= 1
      try apply(outcome)
      done += outcome.users.count
      progress(done)
    }
  }

  private mutating func apply(_ outcome: UserBatch.Outcome) throws {
    for (index, table) in FactTable.all.enumerated() {
      receipts[table.kind, default: ImportCounts()] += outcome.receipts[index]
      for fault in outcome.faults[index] { faults[index].insert(fault) }
    }
    guard !outcome.users.isEmpty, faults.allSatisfy(\.isEmpty) else { return }
    for (writer, rows) in zip(writers, outcome.written) { try writer.write(rows) }
    if claims { try outcome.claim(session) }
    if !outcome.touchedByFacts.isEmpty { try AffectedUserTable.add(outcome.touchedByFacts, session) }
    for (index, type) in UserStandings.types.enumerated() {
      if filled[index] { try session.run("DELETE FROM \(raw: type.table) WHERE user_key \(anyOf: outcome.users)") }
      try insertions[index].run(outcome.standings[index])
    }
  }
}
