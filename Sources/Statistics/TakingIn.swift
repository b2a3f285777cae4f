package import DatabaseAccess
package import Records
package import Store

/// Takes records into the store and brings the standings up to date, in one transaction: all or nothing, and no
/// reader ever sees standings that do not match the records.
package struct TakingIn {
  private let session: any SQLSession
  private let faultLimit: Int
  private let hadOwner: Bool
  package private(set) var receipts: [(kind: RecordKind, receipt: Receipt)] = []
  package private(set) var faults: Faults

  package init(_ session: any SQLSession, faultLimit: Int = 100) throws {
    self.session = session
    self.faultLimit = faultLimit
    faults = Faults(limit: faultLimit)
    hadOwner = try Self.hasOwner(session)
    try Touched.open(session)
  }

  /// Takes all records of a source; a fault is counted, and nothing of the kind is moved.
  package mutating func take(_ source: any RecordSource, progress: () -> Void = {}) throws {
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

  /// Refreshes the standings of everybody whom the records touched.
  /// - Throws: `Faults` if there was any fault, which undoes the transaction.
  package mutating func finish(_ progress: (Int) -> Void = { _ in }) throws {
    if hadOwner, try !Self.hasOwner(session) {
      let reason = "would leave the platform without an owner; open another owner's membership in the same import"
      faults.add(
        RowFault(
          kind: RecordKind.memberships.name, line: 0, fault: FieldFault(field: "role", value: "owner", reason: reason)))
    }
    guard faults.isEmpty else { throw faults }
    try Refresh(session).run(progress)
    try Touched.close(session)
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
