import CMalloc
import DatabaseAccess
import Import
import Intake
import LRS
import Records
import Store

/// Imports a records folder into a store, all or nothing, and says what it did.
struct RecordsImport: Sendable {
  let folder: RecordsFolder
  var snapshot: Snapshot?
  let context: FieldContext
  var layout = CSVLayout()
  let isDryRun: Bool
  var derivation = DerivationSettings()
  /// What is known of the source's run; the import adds the counts.
  let sourceRun: SourceRun

  /// - Returns: the summary.
  /// - Throws: `ValidationErrors`, `SnapshotLoss`.
  func run(_ database: any SQLDatabase) async throws -> String {
    // Rows pass between threads. With one heap per thread, each would keep its peak size; with a single heap, threads
    // would wait for it (0009).
    mallopt(M_ARENA_MAX, 8)
    let meter = ProgressMeter(total: folder.files.reduce(0) { $0 + $1.size })
    defer { meter.clear() }
    do {
      let receipts = try await database.bulkWrite { session in
        let receipts = try importRecords(session, meter)
        if isDryRun { throw DryRun(receipts: receipts) }
        try finished(receipts).write(session)
        return receipts
      }
      return Self.summary(receipts, "Imported")
    } catch let dry as DryRun {
      return Self.summary(dry.receipts, "Checked, nothing written:")
    }
  }

  private func importRecords(_ session: any SQLSession, _ meter: ProgressMeter) throws -> [Received] {
    var importSession = try ImportSession(session, of: sourceRun.source, snapshot)
    for kind in folder.faultyKinds { importSession.refuse(kind) }
    let sources = try folder.files.map { try $0.open(context, layout) { meter.read(bytes: $0) } }
    try importSession.readAhead(sources)
    for source in sources { try importSession.add(source) { meter.read(rows: $0) } }
    meter.phase("statistics of the users")
    try importSession.finish { meter.done(users: $0) }
    try DerivationRun.catchUp(session, derivation)
    return importSession.receipts.map { Received(kind: $0.kind, receipt: $0.receipt) }
  }

  private func finished(_ receipts: [Received]) -> SourceRun {
    var run = sourceRun
    for received in receipts { run.counts[received.kind, default: ImportCounts()] += received.receipt }
    if run.rows.isEmpty { for (kind, counts) in run.counts { run.rows[kind.name] = counts.total } }
    run.seconds = StoreOptions.machineClock() - run.startedAt
    return run
  }

  private static func summary(_ receipts: [Received], _ verb: String) -> String {
    let lines = receipts.map { "  \($0.kind.name): \($0.receipt.words)\($0.kind.words(ended: $0.receipt.ended))" }
    let all = receipts.reduce(into: ImportCounts()) { $0 += $1.receipt }
    let ended = all.ended > 0 ? ", \(all.ended) closed or withdrawn" : ""
    let conclusion = all.added + all.changed + all.ended == 0 ? "Nothing changed." : "Total: \(all.words)\(ended)."
    return ([verb] + lines + [conclusion]).joined(separator: "\n")
  }
}

/// The counts of imported records of a kind.
private struct Received: Sendable {
  let kind: RecordKind
  let receipt: ImportCounts
}

/// Rolls back a dry run.
private struct DryRun: Error {
  let receipts: [Received]
}

extension ImportCounts {
  var words: String { "\(added) new, \(changed) changed, \(same) the same" }
}
