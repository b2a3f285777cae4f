import ArgumentParser
import CMalloc
import DatabaseAccess
import Foundation
import Intake
import Records
import Statistics
import Store

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a records folder: all of it or, if it has any error, nothing.",
    discussion: """
      The folder has one file per kind of record: users.csv, attempts.csv.gz, posts.ndjson … Importing the same folder \
      again changes nothing. A record with a known id is updated: fields with a column in the file are replaced, others \
      are kept. All errors are found in one run, with file, line and column; the first 100 are printed, and the exit \
      status is 65.

      Kinds: \(RecordKind.all.map(\.name).joined(separator: ", ")). `tallybook records` describes their fields, with \
      examples.

      Records that are missing from a file are kept, unless --snapshot names their kind: then the file is complete, and \
      records that are missing are closed or withdrawn if an earlier import wrote them (not a page or a directory). A \
      snapshot that is empty, or has less than half of the records that are open, stops the import (exit status 75); \
      repeat it with --accept-loss if the file is right.
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "Check everything without writing anything.") var dryRun = false
  @Option(help: "Cell separator in CSV files: a comma, ; tab or a vertical bar. [TALLYBOOK_SEPARATOR]")
  var separator = CSVLayout.Separator.comma
  @Option(
    help: "Decimal mark of percentages and scores in CSV files: a point, or a comma as well. [TALLYBOOK_DECIMAL]")
  var decimal = DecimalMark.point
  @Option(
    help: ArgumentHelp(
      "Comma-separated kinds whose files are complete: earlier imported records of these kinds that are missing are closed or withdrawn.",
      valueName: "kinds"))
  var snapshot: [String] = []
  @Flag(help: "Accept a snapshot that is empty or has less than half of the existing records.") var acceptLoss = false
  @Argument(help: "The records folder.", completion: .directory) var folder: String

  func validate() throws { _ = try SnapshotKinds(snapshot) }

  func run() async throws {
    let folder = try ExitError.onData { try RecordsFolder(URL(filePath: self.folder)) }
    if !folder.notRead.isEmpty { print("Not read: \(folder.notRead.joined(separator: ", "))") }
    let context = FieldContext(now: try options.clock()())
    let kinds = try SnapshotKinds(self.snapshot).found(in: folder)
    let snapshot = kinds.isEmpty ? nil : Snapshot(kinds, now: context.now, acceptsLoss: acceptLoss)
    // Rows pass between threads. With one heap per thread, each would keep its peak size; with a single heap, threads
    // would wait for it (0009).
    mallopt(M_ARENA_MAX, 8)
    let database = try await options.store.open(isNew: true, isExclusive: true)
    let meter = ProgressMeter(total: folder.files.reduce(0) { $0 + $1.size })
    SignalHandler.announce()
    do {
      let receipts = try await database.bulkWrite { session in
        let receipts = try importRecords(folder, snapshot, context, session, meter)
        if dryRun { throw DryRun(receipts: receipts) }
        return receipts
      }
      meter.clear()
      print(Self.summary(receipts, "Imported"))
      for line in try await database.read({ try FirstSteps($0) }).lines(store: options.asArgument) { print(line) }
    } catch let dry as DryRun {
      meter.clear()
      print(Self.summary(dry.receipts, "Checked, nothing written:"))
    } catch let faults as ValidationErrors {
      meter.clear()
      Self.report(faults, folder)
    } catch let loss as SnapshotLoss {
      meter.clear()
      ExitError.exit(.temporary, loss.words)
    }
  }

  private func importRecords(
    _ folder: RecordsFolder, _ snapshot: Snapshot?, _ context: FieldContext, _ session: any SQLSession,
    _ meter: ProgressMeter
  ) throws -> [Received] {
    let layout = CSVLayout(separator: separator, hasDecimalComma: decimal == .comma)
    var importSession = try ImportSession(session, of: .records, snapshot)
    for kind in folder.faultyKinds { importSession.refuse(kind) }
    let sources = try folder.files.map { try $0.open(context, layout) { meter.read(bytes: $0) } }
    try importSession.readAhead(sources)
    for source in sources { try importSession.add(source) { meter.read(rows: $0) } }
    meter.phase("statistics of the users")
    try importSession.finish { meter.done(users: $0) }
    return importSession.receipts.map { Received(kind: $0.kind, receipt: $0.receipt) }
  }

  private static func summary(_ receipts: [Received], _ verb: String) -> String {
    let lines = receipts.map { "  \($0.kind.name): \($0.receipt.words)\($0.kind.words(ended: $0.receipt.ended))" }
    let all = receipts.reduce(into: ImportCounts()) { $0 += $1.receipt }
    let ended = all.ended > 0 ? ", \(all.ended) closed or withdrawn" : ""
    let conclusion = all.added + all.changed + all.ended == 0 ? "Nothing changed." : "Total: \(all.words)\(ended)."
    return ([verb] + lines + [conclusion]).joined(separator: "\n")
  }

  private static func report(_ faults: ValidationErrors, _ folder: RecordsFolder) -> Never {
    let names = Dictionary(uniqueKeysWithValues: folder.files.map { ($0.kind.name, $0.name) })
    let all = folder.faults + faults.first.map { Rejection(file: names[$0.kind] ?? $0.kind, $0) }
    let lines = all.prefix(linesShown).map(\.description)
    let more = folder.faults.count + faults.count - lines.count
    let rest = more > 0 ? ["… and \(more) more."] : []
    ExitError.exit(.dataError, (lines + rest + ["Nothing was imported."]).joined(separator: "\n"))
  }

  private static let linesShown = 100
}

/// The decimal marks that CSV files may use.
enum DecimalMark: String, ExpressibleByArgument, CaseIterable {
  case point = "."
  case comma = ","
}

extension CSVLayout.Separator: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument == "\t" ? "tab" : argument) }
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
