package import DatabaseAccess
package import Records
import Statistics
package import Store

/// An import session: merges records into the store and updates the standings, in one transaction. All or nothing; no
/// reader ever sees standings that do not match the records.
package struct ImportSession {
  private let session: any SQLSession
  private let source: Source
  private let snapshot: Snapshot?
  private let faultLimit: Int
  /// Whether the platform had an owner before; nil as long as no users and memberships are imported.
  private var hadOwner: Bool?
  /// Whether only bulk facts of a platform have been imported so far, which need no table of affected users.
  private var hasOnlyFacts: Bool
  /// Facts that are merged once all other records have been read.
  private var facts: [FactStage] = []
  /// Records that are invalid themselves.
  private let faulty = FaultyRecords()
  private var faultsByKind: [RecordKind: ValidationErrors] = [:]
  package private(set) var receipts: [(kind: RecordKind, receipt: ImportCounts)] = []
  /// The counts of single facts by kind and line, if only a few facts were imported.
  package private(set) var countsByLine: [RecordKind: [Int: ImportCounts]] = [:]
  private var losses: [Snapshot.Loss] = []
  /// Whether the caller has removed facts of affected users: then others of their facts may be superseded no more.
  package var hasRemovedFacts = false

  /// - Parameters:
  ///   - source: the writer of the records. A snapshot ends only what its own source wrote.
  ///   - snapshot: the kinds for which the records are everything that the source has.
  package init(
    _ session: any SQLSession, of source: Source = .pages, _ snapshot: Snapshot? = nil, faultLimit: Int = 100
  ) throws {
    self.session = session
    self.source = source
    self.snapshot = snapshot
    self.faultLimit = faultLimit
    hasOnlyFacts = source == .records && snapshot == nil
    if !hasOnlyFacts { try AffectedUserTable.open(session) }
  }

  /// All errors, by kind in the order of `RecordKind.all`, within a kind by line.
  package var faults: ValidationErrors {
    var all = ValidationErrors(limit: faultLimit)
    for kind in RecordKind.all { if let faults = faultsByKind[kind] { all.add(faults) } }
    return all
  }

  /// Whether the import is rejected, whatever else is found.
  private var isRefused = false

  /// Reports that the file of a kind exists but cannot be read: references to its records are not checked, and nothing
  /// is imported.
  package mutating func refuse(_ kind: RecordKind) {
    faulty.leaveUnjudged(kind.name)
    isRefused = true
  }

  /// Starts to prefetch those sources that can be read while others are imported. Call `add` for each of them later,
  /// in this order.
  package mutating func readAhead(_ sources: [any RecordSource]) throws {
    let tables = FactTable.all.filter { table in sources.contains { $0.kind == table.kind } }
    let known = try tables.filter { try session.hasRows($0.name) }.map(\.kind)
    facts += FactStage.reading(sources, known: Set(known), snapshot)
  }

  /// Imports all records of a source; collects the errors of invalid ones.
  package mutating func add(_ source: any RecordSource, progress: (Int) -> Void = { _ in }) throws {
    if FactTable.of(source.kind) != nil { return try addFacts(source, progress) }
    try merge(source, of: self.source, ending: snapshot?.end(of: source.kind), progress)
  }

  /// - Parameters:
  ///   - writer: the source of the records.
  ///   - end: the end of the writer's records that are missing here, in seconds UTC: relations are closed, facts
  ///     withdrawn; nil: they are kept.
  private mutating func merge(
    _ source: any RecordSource, of writer: Source, ending end: Int?, _ progress: (Int) -> Void = { _ in }
  ) throws {
    if hadOwner == nil, [.users, .memberships].contains(source.kind) { hadOwner = try Self.hasOwner(session) }
    try openTable()
    let staging = try Staging(source.kind, of: writer, in: session, faulty)
    let open = try end == nil ? 0 : staging.open()
    report(try staging.add(source, faultLimit: faultLimit, progress: progress), source.kind)
    let (receipt, found) = try staging.merge(faultLimit: faultLimit, ending: end)
    report(found, source.kind)
    if let loss = Snapshot.Loss(source.kind, records: receipt.total, open: open) { losses.append(loss) }
    receipts.append((source.kind, receipt))
    try staging.clear()
  }

  private mutating func openTable() throws {
    guard hasOnlyFacts else { return }
    hasOnlyFacts = false
    try AffectedUserTable.open(session)
  }

  private mutating func addFacts(_ source: any RecordSource, _ progress: (Int) -> Void) throws {
    if !facts.contains(where: { $0.source === source }) { try readAhead([source]) }
    guard let stage = facts.first(where: { $0.source === source }) else { return }
    report(try stage.append(session, faulty, faultLimit: faultLimit, progress: progress), source.kind)
    if snapshot?.end(of: source.kind) != nil {
      let kind = source.kind.name
      let derived = try session.number(
        "SELECT count(*) FROM derived_records WHERE kind = \(kind) AND state <> 'imported'")
      let open = try session.number("SELECT count(*) FROM \(raw: kind)") - derived
      if let loss = Snapshot.Loss(source.kind, records: stage.count, open: open) { losses.append(loss) }
    }
    receipts.append((source.kind, ImportCounts()))
  }

  private mutating func report(_ faults: ValidationErrors, _ kind: RecordKind) {
    if !faults.isEmpty { faultsByKind[kind, default: ValidationErrors(limit: faultLimit)].insert(faults) }
  }

  /// Merges the facts and recomputes the standings of all affected users.
  /// - Throws: `ValidationErrors` if there was any error or a kind was refused, `SnapshotLoss` if too much is missing;
  ///   both roll back the transaction.
  package mutating func finish(_ progress: (Int) -> Void = { _ in }) throws {
    try openWaiting()
    // If a file is missing most of its records, report that before the missing owner.
    if let snapshot, !snapshot.acceptsLoss, !losses.isEmpty, faults.isEmpty, !isRefused { throw SnapshotLoss(losses) }
    try findLostOwner()
    let found = hasOnlyFacts && isFew ? try refreshFew(progress) : try refreshAll(progress)
    guard faults.isEmpty, !isRefused else { throw faults }
    for index in receipts.indices {
      if let receipt = found[receipts[index].kind] { receipts[index].receipt = receipt }
    }
  }

  private var isSound: Bool { faults.isEmpty && !isRefused }
  private var knowsAttempts: Bool { !faulty.isUnjudged(RecordKind.attempts.name) }
  private var isFew: Bool { facts.reduce(0) { $0 + $1.count } <= FactRefresh.limit }

  private mutating func refreshAll(_ progress: (Int) -> Void) throws -> [RecordKind: ImportCounts] {
    try openTable()
    var refresh = try Refresh(
      session, facts, snapshot, of: source, knowsAttempts: knowsAttempts, rebuilds: hasRemovedFacts,
      faultLimit: faultLimit)
    try isSound ? refresh.run(progress) : refresh.judge(progress)
    for (table, found) in zip(FactTable.all, refresh.faults) { report(found, table.kind) }
    if isSound { try AffectedUserTable.close(session) }
    return refresh.receipts
  }

  private mutating func refreshFew(_ progress: (Int) -> Void) throws -> [RecordKind: ImportCounts] {
    var refresh = try FactRefresh(session, facts, knowsAttempts: knowsAttempts)
    let outcome = try refresh.run(isSound: isSound)
    for (table, found) in zip(FactTable.all, outcome.faults) {
      var faults = ValidationErrors(limit: faultLimit)
      for fault in found { faults.insert(fault) }
      report(faults, table.kind)
    }
    countsByLine = zip(FactTable.all, outcome.countsByLine).reduce(into: [:]) { $0[$1.0.kind] = $1.1 }
    progress(outcome.users.count)
    return zip(FactTable.all, outcome.receipts).reduce(into: [:]) { $0[$1.0.kind] = $1.1 }
  }

  /// Opens relations to managers named by a directory who have just been imported.
  private mutating func openWaiting() throws {
    guard isSound, !hasOnlyFacts else { return }
    let waiting = try WaitingManagers.records(session)
    if waiting.isEmpty { return }
    // Only the relations that were waiting, not all that the directory has: so no snapshot.
    try merge(InMemoryRecords(.managers, waiting), of: .scim, ending: nil)
    if faults.isEmpty { receipts.removeLast() }
  }

  /// Skipped if users or memberships have errors: then the owner cannot be determined.
  private mutating func findLostOwner() throws {
    guard hadOwner == true, faultsByKind[.users] == nil, faultsByKind[.memberships] == nil else { return }
    if try Self.hasOwner(session) { return }
    let reason = "would leave the platform without an owner; open another owner's membership in the same import"
    let fault = FieldError(field: "role", value: "owner", reason: reason)
    var faults = ValidationErrors(limit: faultLimit)
    faults.add(RowError(kind: RecordKind.memberships.name, line: 0, fault: fault))
    report(faults, .memberships)
  }

  /// A first import in several steps may have no owner yet; once there is one, one must always remain.
  private static func hasOwner(_ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL
      """) > 0
  }
}
