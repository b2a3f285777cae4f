package import DatabaseAccess
package import Records
package import Store

/// Takes records into the store and brings the standings up to date, in one transaction: all or nothing, and no
/// reader ever sees standings that do not match the records.
package struct TakingIn {
  private let session: any SQLSession
  private let faultLimit: Int
  private let hadOwner: Bool
  /// Facts that wait until all records are in.
  private var facts: [FactStage] = []
  package private(set) var receipts: [(kind: RecordKind, receipt: Receipt)] = []
  package private(set) var faults: Faults

  package init(_ session: any SQLSession, faultLimit: Int = 100) throws {
    self.session = session
    self.faultLimit = faultLimit
    faults = Faults(limit: faultLimit)
    hadOwner = try Self.hasOwner(session)
    try Touched.open(session)
  }

  /// Begins to read those sources that can wait, while the others are taken in. Each has its turn with `take` later, in this
  /// order.
  package mutating func readAhead(_ sources: [any RecordSource]) {
    facts += FactStage.reading(sources)
  }

  /// Takes all records of a source; a fault is counted, and nothing of the kind is moved.
  package mutating func take(_ source: any RecordSource, progress: (Int) -> Void = { _ in }) throws {
    if FactTable.of(source.kind) != nil { return try takeFacts(source, progress) }
    let staging = try Staging(source.kind, in: session)
    faults.add(try staging.add(source, faultLimit: faultLimit, progress: progress))
    // With a row missing, what names it would seem to name nothing: forms first, then references.
    if faults.isEmpty {
      let (receipt, found) = try staging.take(faultLimit: faultLimit)
      faults.add(found)
      receipts.append((source.kind, receipt))
    }
    try staging.clear()
  }

  private mutating func takeFacts(_ source: any RecordSource, _ progress: (Int) -> Void) throws {
    if !facts.contains(where: { $0.source === source }) { readAhead([source]) }
    guard let stage = facts.first(where: { $0.source === source }) else { return }
    let (form, references) = try stage.take(session, faultLimit: faultLimit, progress: progress)
    faults.add(form)
    guard faults.isEmpty else { return }
    faults.add(references)
    receipts.append((source.kind, Receipt()))
  }

  /// Puts the facts in their places and refreshes the standings of everybody whom the records touched.
  /// - Throws: `Faults` if there was any fault, which undoes the transaction.
  package mutating func finish(_ progress: (Int) -> Void = { _ in }) throws {
    try openWaiting()
    if hadOwner, try !Self.hasOwner(session) {
      let reason = "would leave the platform without an owner; open another owner's membership in the same import"
      faults.add(
        RowFault(
          kind: RecordKind.memberships.name, line: 0, fault: FieldFault(field: "role", value: "owner", reason: reason)))
    }
    guard faults.isEmpty else { throw faults }
    var refresh = try Refresh(session, facts, faultLimit: faultLimit)
    try refresh.run(progress)
    for found in refresh.faults { faults.add(found) }
    guard faults.isEmpty else { throw faults }
    for index in receipts.indices {
      if let receipt = refresh.receipts[receipts[index].kind] { receipts[index].receipt = receipt }
    }
    try Touched.close(session)
  }

  /// Relations to managers whom a directory has named and who came in just now.
  private mutating func openWaiting() throws {
    guard faults.isEmpty else { return }
    let waiting = try WaitingManagers.records(session)
    if waiting.isEmpty { return }
    try take(MadeRecords(.managers, waiting))
    if faults.isEmpty { receipts.removeLast() }
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
