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
    abstract: "Take in a records folder: all of it, or, if anything in it is wrong, nothing.",
    discussion: """
      The folder has one file per kind of record: users.csv, attempts.csv.gz, posts.ndjson … The same folder again \
      changes nothing; a record whose id is known replaces the earlier one. Errors name file, line and column; the \
      first 100 are printed, and the exit status is 65.
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "Check everything and write nothing.") var dryRun = false
  @Argument(help: "The records folder.", completion: .directory) var folder: String

  func run() async throws {
    let folder = try Failing.onData { try RecordsFolder(URL(filePath: self.folder)) }
    let context = FieldContext(now: try options.clock()())
    // Rows go from thread to thread. With a heap for each, every thread would keep what it once needed at the most; with one for
    // all they wait for it (0009).
    mallopt(M_ARENA_MAX, 8)
    let database = try await options.open(isNew: true, isAlone: true)
    let meter = ProgressMeter(total: folder.files.reduce(0) { $0 + $1.size })
    Interruption.announce()
    do {
      let receipts = try await database.writeKnownKeys { session in
        let receipts = try take(folder, context, session, meter)
        if dryRun { throw DryRun(receipts: receipts) }
        return receipts
      }
      meter.clear()
      print(Self.summary(receipts, "Imported"))
      for line in try await database.read({ try FirstSteps($0) }).lines(store: options.asArgument) { print(line) }
    } catch let dry as DryRun {
      meter.clear()
      print(Self.summary(dry.receipts, "Checked, nothing written:"))
    } catch let faults as Faults {
      meter.clear()
      Self.report(faults, folder)
    } catch let fault as FileFault {
      meter.clear()
      Failing.exit(.dataError, "\(fault.rejection)\nNothing was imported.")
    }
  }

  private func take(
    _ folder: RecordsFolder, _ context: FieldContext, _ session: any SQLSession, _ meter: ProgressMeter
  ) throws -> [Received] {
    var taking = try TakingIn(session)
    let sources = try folder.files.map { file in
      try FileFault.naming(file.name) { try file.open(context) { meter.read(bytes: $0) } }
    }
    taking.readAhead(sources)
    for (file, source) in zip(folder.files, sources) {
      try FileFault.naming(file.name) { try taking.take(source) { meter.read(rows: $0) } }
    }
    meter.phase("statistics of the users")
    try taking.finish { meter.done(users: $0) }
    return taking.receipts.map { Received(kind: $0.kind, receipt: $0.receipt) }
  }

  private static func summary(_ receipts: [Received], _ verb: String) -> String {
    let lines = receipts.map { "  \($0.kind.name): \($0.receipt.words)" }
    let all = receipts.reduce(into: Receipt()) { $0.add($1.receipt) }
    let conclusion = all.added + all.changed == 0 ? "Nothing changed." : "In all: \(all.words)."
    return ([verb] + lines + [conclusion]).joined(separator: "\n")
  }

  private static func report(_ faults: Faults, _ folder: RecordsFolder) -> Never {
    let names = Dictionary(uniqueKeysWithValues: folder.files.map { ($0.kind.name, $0.name) })
    let lines = faults.first.map { Rejection(file: names[$0.kind] ?? $0.kind, $0).description }
    let more = faults.count - faults.first.count
    let rest = more > 0 ? ["… and \(more) more."] : []
    Failing.exit(.dataError, (lines + rest + ["Nothing was imported."]).joined(separator: "\n"))
  }
}

/// How many records of a kind came in.
private struct Received: Sendable {
  let kind: RecordKind
  let receipt: Receipt
}

/// Undoes what a dry run did.
private struct DryRun: Error {
  let receipts: [Received]
}

/// What ends the reading of a file, with the file's name.
private struct FileFault: Error {
  let rejection: Rejection

  static func naming<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as UnreadableFile {
      throw FileFault(rejection: Rejection(file: file, reason: error.reason))
    } catch let fault as RowFault {
      throw FileFault(rejection: Rejection(file: file, fault))
    }
  }
}

extension Receipt {
  var words: String { "\(added) new, \(changed) changed, \(same) the same" }

  mutating func add(_ other: Receipt) {
    added += other.added
    changed += other.changed
    same += other.same
  }
}
