import ArgumentParser
import DatabaseAccess
import Foundation
import Statistics
import Store

struct MoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Copy a store into an empty one, for example from SQLite to PostgreSQL or back.",
    discussion: """
      Stop the server first: data written during the copy would be missing. The source is not changed. The target is \
      filled in one transaction: if anything fails, or you stop it, it is as empty as before. Each table is read back and \
      compared row by row; then the stored values are checked as `tallybook verify` does.

      Downloadable files are not in the store: serve the new store with the same --files.
      """)

  @Option(help: "The store to copy: a file path, sqlite:PATH or postgres://USER@HOST/DATABASE. [TALLYBOOK_FROM]")
  var from: StoreAddress
  @Option(help: "The store to fill; a file is created, a database must exist. [TALLYBOOK_TO]") var to: StoreAddress

  func run() async throws {
    let made = to.file.map { StoreFiles($0) }.flatMap { $0.present.isEmpty ? $0 : nil }
    let database = try await from.open()
    SignalHandler.announce()
    do {
      let copy = try await to.open(isNew: true)
      let meter = ProgressMeter(total: 0)
      let tables = try await StoreTransfer(from: database, to: copy) { meter.report($0, $1) }.run()
      meter.clear()
      for (table, rows) in tables where rows > 0 { print("  \(table): \(rows)") }
      print("Moved \(tables.reduce(0) { $0 + $1.rows }) rows; every table is as it was.")
      try await RebuildCommand.rebuildIfOutdated(copy)
      try await VerifyCommand.verify(copy)
    } catch let fault as StoreTransfer.Fault {
      made?.remove()
      let isNotEmpty = if case .notEmpty = fault { true } else { false }
      ExitError.exit(isNotEmpty ? .cannotCreate : .software, fault.description)
    } catch {
      // The new file is of no use.
      made?.remove()
      throw error
    }
  }
}
