package import DatabaseAccess
package import Records
package import Store

/// Takes records into the store and brings the standings up to date, in one transaction: all or nothing, and no
/// reader ever sees standings that do not match the records.
package struct TakingIn {
  private let session: any SQLSession
  private let source: SourceKind
  private let snapshot: Snapshot?
  private let faultLimit: Int
  private let hadOwner: Bool
  /// Facts that wait until all records are in.
  private var facts: [FactStage] = []
  /// Records whose own rows are faulty.
  private let faulty = FaultyRecords()
  private var faultsByKind: [RecordKind: Faults] = [:]
  package private(set) var receipts: [(kind: RecordKind, receipt: Receipt)] = []
  private var losses: [Snapshot.Loss] = []

  /// - Parameters:
  ///   - source: who writes. What a snapshot of records may end is theirs alone, so it is to be said that they are.
  ///   - snapshot: kinds of which what comes in is all that the source has.
  package init(
    _ session: any SQLSession, of source: SourceKind = .pages, _ snapshot: Snapshot? = nil, faultLimit: Int = 100
  ) throws {
    self.session = session
    self.source = source
    self.snapshot = snapshot
    self.faultLimit = faultLimit
    hadOwner = try Self.hasOwner(session)
    try Touched.open(session)
  }

  /// All faults, by kind in the order of `RecordKind.all`, those of a kind by line.
  package var faults: Faults {
    var all = Faults(limit: faultLimit)
    for kind in RecordKind.all { if let faults = faultsByKind[kind] { all.add(faults) } }
    return all
  }

  /// Whether nothing is to be taken in, whatever is found.
  private var isRefused = false

  /// To be told of a kind whose file is there and cannot be read: what names its records is not judged, and nothing is
  /// taken in.
  package mutating func refuse(_ kind: RecordKind) {
    faulty.leaveUnjudged(kind.name)
    isRefused = true
  }

  /// Begins to read those sources that can wait, while the others are taken in. Each has its turn with `take` later, in this
  /// order.
  package mutating func readAhead(_ sources: [any RecordSource]) throws {
    let tables = FactTable.all.filter { table in sources.contains { $0.kind == table.kind } }
    let known = try tables.filter { try session.hasRows($0.name) }.map(\.kind)
    facts += FactStage.reading(sources, known: Set(known), snapshot)
  }

  /// Takes all records of a source; of those with a fault, the fault is kept.
  package mutating func take(_ source: any RecordSource, progress: (Int) -> Void = { _ in }) throws {
    if FactTable.of(source.kind) != nil { return try takeFacts(source, progress) }
    try take(source, of: self.source, ending: snapshot?.end(of: source.kind), progress)
  }

  /// - Parameters:
  ///   - writer: who writes them.
  ///   - end: of what the writer does not bring any more; nil: that stays.
  private mutating func take(
    _ source: any RecordSource, of writer: SourceKind, ending end: Int?, _ progress: (Int) -> Void = { _ in }
  ) throws {
    let staging = try Staging(source.kind, of: writer, in: session, faulty)
    let open = try end == nil ? 0 : staging.open()
    add(try staging.add(source, faultLimit: faultLimit, progress: progress), source.kind)
    let (receipt, found) = try staging.take(faultLimit: faultLimit, ending: end)
    add(found, source.kind)
    if let loss = Snapshot.Loss(source.kind, records: receipt.total, open: open) { losses.append(loss) }
    receipts.append((source.kind, receipt))
    try staging.clear()
  }

  private mutating func takeFacts(_ source: any RecordSource, _ progress: (Int) -> Void) throws {
    if !facts.contains(where: { $0.source === source }) { try readAhead([source]) }
    guard let stage = facts.first(where: { $0.source === source }) else { return }
    add(try stage.take(session, faulty, faultLimit: faultLimit, progress: progress), source.kind)
    if snapshot?.end(of: source.kind) != nil {
      let open = try session.number("SELECT count(*) FROM \(raw: source.kind.name)")
      if let loss = Snapshot.Loss(source.kind, records: stage.count, open: open) { losses.append(loss) }
    }
    receipts.append((source.kind, Receipt()))
  }

  private mutating func add(_ faults: Faults, _ kind: RecordKind) {
    if !faults.isEmpty { faultsByKind[kind, default: Faults(limit: faultLimit)].insert(faults) }
  }

  /// Puts the facts in their places and refreshes the standings of everybody whom the records touched.
  /// - Throws: `Faults` if there was any fault or a kind was refused, `SnapshotLoss` if too much is missing; each undoes the
  ///   transaction.
  package mutating func finish(_ progress: (Int) -> Void = { _ in }) throws {
    try openWaiting()
    // Of a file that has forgotten nearly all, the owner is the least that is missing.
    if let snapshot, !snapshot.acceptsLoss, !losses.isEmpty, faults.isEmpty, !isRefused { throw SnapshotLoss(losses) }
    try findLostOwner()
    let isSound = faults.isEmpty && !isRefused
    let knowsAttempts = !faulty.isUnjudged(RecordKind.attempts.name)
    var refresh = try Refresh(
      session, facts, snapshot, knowsAttempts: knowsAttempts, faultLimit: faultLimit)
    try isSound ? refresh.run(progress) : refresh.judge(progress)
    for (table, found) in zip(FactTable.all, refresh.faults) { add(found, table.kind) }
    guard faults.isEmpty, !isRefused else { throw faults }
    for index in receipts.indices {
      if let receipt = refresh.receipts[receipts[index].kind] { receipts[index].receipt = receipt }
    }
    try Touched.close(session)
  }

  /// Relations to managers whom a directory has named and who came in just now.
  private mutating func openWaiting() throws {
    guard faults.isEmpty, !isRefused else { return }
    let waiting = try WaitingManagers.records(session)
    if waiting.isEmpty { return }
    // They are all that the directory waits for, and not all that there are.
    try take(MadeRecords(.managers, waiting), of: .scim, ending: nil)
    if faults.isEmpty { receipts.removeLast() }
  }

  /// With faults among users or memberships nobody knows who would be the owner.
  private mutating func findLostOwner() throws {
    guard hadOwner, faultsByKind[.users] == nil, faultsByKind[.memberships] == nil else { return }
    if try Self.hasOwner(session) { return }
    let reason = "would leave the platform without an owner; open another owner's membership in the same import"
    let fault = FieldFault(field: "role", value: "owner", reason: reason)
    var faults = Faults(limit: faultLimit)
    faults.add(RowFault(kind: RecordKind.memberships.name, line: 0, fault: fault))
    add(faults, .memberships)
  }

  /// While records come in piece by piece there may be none yet; once there is one, there always is.
  private static func hasOwner(_ session: any SQLSession) throws -> Bool {
    try session.number(
      """
      SELECT count(*) FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL
      """) > 0
  }
}
