import ArgumentParser
import DatabaseAccess
import Foundation
import Intake
import Records
import Store

struct ImportFolderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folder",
    abstract: "Import a records folder: all of it or, if it has any error, nothing.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var derivation: XAPIOptions
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
    let database = try await options.store.open(isNew: true, isExclusive: true)
    if !dryRun { try await RebuildCommand.rebuildIfOutdated(database) }
    let run = SourceRun(of: .records, at: StoreOptions.machineClock())
    let recordsImport = RecordsImport(
      folder: folder, snapshot: snapshot, context: context, layout: layout, isDryRun: dryRun,
      derivation: derivation.settings, sourceRun: run)
    SignalHandler.announce()
    do {
      print(try await recordsImport.run(database))
      if dryRun { return }
      for line in try await database.read({ try FirstSteps($0) }).lines(store: options.asArgument) { print(line) }
    } catch let faults as ValidationErrors {
      let words = Self.words(faults, folder)
      if !dryRun { await run.noteFailure(words, in: database) }
      ExitError.exit(.dataError, words)
    } catch let loss as SnapshotLoss {
      if !dryRun { await run.noteFailure(loss.words, in: database) }
      ExitError.exit(.temporary, loss.words)
    }
  }

  private var layout: CSVLayout { CSVLayout(separator: separator, hasDecimalComma: decimal == .comma) }

  private static func words(_ faults: ValidationErrors, _ folder: RecordsFolder) -> String {
    let names = Dictionary(uniqueKeysWithValues: folder.files.map { ($0.kind.name, $0.name) })
    let all = folder.faults + faults.first.map { Rejection(file: names[$0.kind] ?? $0.kind, $0) }
    let lines = all.prefix(linesShown).map(\.description)
    let more = folder.faults.count + faults.count - lines.count
    let rest = more > 0 ? ["… and \(more) more."] : []
    return (lines + rest + ["Nothing was imported."]).joined(separator: "\n")
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
