package import DatabaseAccess
package import Records
package import Store

/// Takes records into the store and brings the standings up to date, in one transaction: all or nothing, and no
/// reader ever sees standings that do not match the records.
package struct TakingIn {
  private let session: any SQLSession
  private let faultLimit: Int
  package private(set) var receipts: [(kind: RecordKind, receipt: Receipt)] = []
  package private(set) var faults: Faults

  package init(_ session: any SQLSession, faultLimit: Int = 100) throws {
    self.session = session
    self.faultLimit = faultLimit
    faults = Faults(limit: faultLimit)
    try Touched.open(session)
  }

  /// Takes the rows of one kind.
  /// - Parameter feed: puts the rows on the stage; a fault that it reports is counted, and nothing is moved.
  package mutating func take(_ kind: RecordKind, _ feed: (Staging) throws -> Faults) throws {
    let staging = try Staging(kind, in: session)
    let unreadable = try feed(staging)
    try staging.close()
    faults.add(unreadable)
    // With a row missing, what names it would seem to name nothing: forms first, then references.
    if faults.isEmpty {
      let (receipt, found) = try staging.take(faultLimit: faultLimit)
      faults.add(found)
      receipts.append((kind, receipt))
    }
    try staging.clear()
  }

  /// Refreshes the standings of everybody whom the records touched.
  /// - Throws: `Faults` if there was any fault, which undoes the transaction.
  package mutating func finish(_ progress: (Int) -> Void = { _ in }) throws {
    guard faults.isEmpty else { throw faults }
    try Refresh(session).run(progress)
    try Touched.close(session)
  }
}
