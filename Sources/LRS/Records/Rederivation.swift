package import DatabaseAccess
import Import
import Records
import Store

/// Derives all records again from all statements, in one transaction.
///
/// Needed after a change of settings, of the owner, or of what other records say about people and courses.
package struct Rederivation {
  private let session: any SQLSession
  private var run: DerivationRun

  /// - Parameter writesIdentities: whether finding a user by address writes the identity.
  /// - Returns: nil if the platform has no owner yet.
  package init?(_ session: any SQLSession, _ settings: DerivationSettings, writesIdentities: Bool = false) throws {
    guard let run = try DerivationRun(session, settings, writesIdentities: writesIdentities) else { return nil }
    (self.session, self.run) = (session, run)
  }

  /// - Parameter progress: called with the number of statements read.
  /// - Returns: the number of records that were added, changed or removed.
  @discardableResult
  package mutating func write(_ progress: (Int) -> Void = { _ in }) throws -> Int {
    try derive(progress)
    let count = try session.number(
      "SELECT count(*) FROM derived_records WHERE state IN ('new', 'changed', 'removed')")
    try session.run("UPDATE derived_records SET state = 'new' WHERE state = 'refused'")
    let writer = try DerivedRecordWriter(session)
    try writer.run()
    try session.run("DELETE FROM derivation_changes")
    // Also what the tables of records have lost since it was written.
    return try writer.overwritten().reduce(count) { $0 + $1.count }
  }

  /// Enters in `derived_records` what differs.
  private mutating func derive(_ progress: (Int) -> Void) throws {
    for table in [
      "activity_mentions", "read_statements", "statement_activities", "learner_traces", "statement_actors",
    ] {
      try session.run("DELETE FROM \(raw: table)")
    }
    let index = ReadIndex(session: session, actors: run.actors)
    var (last, count) = (Int.min, 0)
    while true {
      let keys = try session.all(
        "SELECT key FROM statements WHERE key > \(last) ORDER BY key LIMIT \(ReadIndex.statementsAtOnce)"
      ) { $0.integer(at: 0) }
      guard let end = keys.last else { break }
      _ = try index.update(keys)
      (last, count) = (end, count + keys.count)
      progress(count)
    }
    var changes = ReadIndex.Changes()
    changes.users = Set(
      ids: try session.all(
        """
        SELECT user_id FROM statement_actors WHERE user_id IS NOT NULL
        UNION SELECT user_id FROM derived_records WHERE user_id <> ''
        """
      ) { $0.text(at: 0) })
    try run.derive(changes, index)
    try removeStale()
    try run.keepInputs()
  }

  /// Removes shared records about activities that no learner has left a trace of.
  private func removeStale() throws {
    let stale: SQLText = """
      user_id = '' AND NOT EXISTS (SELECT 1 FROM learner_traces AS t WHERE t.subject = derived_records.subject
        AND t.kind IN ('need', 'twin', 'assessment', 'answer', 'post', 'placed'))
      """
    try session.run("DELETE FROM derived_records WHERE state IN ('new', 'imported') AND \(sql: stale)")
    try session.run("UPDATE derived_records SET state = 'removed' WHERE \(sql: stale)")
  }
}

extension Rederivation {
  /// What differs between the records and what follows from the statements.
  package struct Differences: Error {
    /// The first ones, in words.
    package fileprivate(set) var texts: [String] = []
    package fileprivate(set) var count = 0
    /// Records that follow from statements.
    package fileprivate(set) var records = 0
    /// Records that follow from statements and that an import would refuse.
    package fileprivate(set) var refused = 0

    fileprivate mutating func add(_ text: String, count: Int = 1) {
      self.count += count
      if texts.count < 100 { texts.append(text) }
    }
  }

  /// Compares the records with what follows from the statements. Writes to the store: roll the transaction back.
  package mutating func differences(_ progress: (Int) -> Void = { _ in }) throws -> Differences {
    try derive(progress)
    var differences = Differences()
    differences.records = try session.number("SELECT count(*) FROM derived_records WHERE state <> 'removed'")
    differences.refused = try session.number("SELECT count(*) FROM derived_records WHERE state = 'refused'")
    let words = ["new": "is missing", "changed": "has other values", "removed": "does not follow from statements"]
    let writer = try DerivedRecordWriter(session)
    try writer.keepImported()
    try session.each(
      """
      SELECT kind, user_id, id, state FROM derived_records WHERE state IN ('new', 'changed', 'removed')
      ORDER BY kind, user_id, id
      """
    ) { row in
      let user = row.text(at: 1).isEmpty ? "" : " of user \(row.text(at: 1))"
      differences.add("\(row.text(at: 0)): \(row.text(at: 2))\(user) \(words[row.text(at: 3)] ?? "")")
    }
    for (kind, count) in try writer.overwritten() {
      differences.add("\(kind): \(count) of the records have other values than their statements give", count: count)
    }
    return differences
  }
}
