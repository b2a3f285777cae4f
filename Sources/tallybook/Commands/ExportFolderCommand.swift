import Accounts
import ArgumentParser
import DatabaseAccess
import Export
import Records

struct ExportFolderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folder",
    abstract: "Write records to a records folder: all of them, some kinds, or those about one user.")

  @OptionGroup var options: StoreOptions
  @Option(help: "Comma-separated kinds to export; all by default.") var kind: [String] = []
  @Option(help: "Only records about this user, an id or email address.") var user: String?
  @Option(help: "Format of the files: csv or ndjson.") var format = RecordsExport.Format.csv
  @Flag(help: "Compress the files with gzip.") var gzip = false
  @Argument(help: "Folder to write; must be new or empty.", completion: .directory) var folder: String

  func validate() throws { _ = try kinds() }

  private func kinds() throws -> [RecordKind]? {
    kind.isEmpty ? nil : try RecordKind.all(kind, option: "--kind", among: RecordKind.all.map(\.name))
  }

  func run() async throws {
    let database = try await options.store.open(memory: 8 << 20)
    let export = RecordsExport(
      try kinds(), about: try await userID(database), as: format, isCompressed: gzip)
    do { try await run(export, database) } catch let error as ExportError {
      ExitError.exit(error.status, "\(error)\nNothing was exported.")
    }
  }

  private func run(_ export: RecordsExport, _ database: any SQLDatabase) async throws {
    let folder = try ExportFolder(self.folder)
    SignalHandler.announce("Stopped; nothing was exported.") { folder.discard() }
    do {
      let files = try await write(export, to: folder, database)
      let rows = files.reduce(0) { $0 + $1.rows }
      let now = StoreOptions.machineClock()
      try await database.write { try export.note(rows: rows, by: nil, at: now, $0) }
      try folder.finish()
      let lines = files.map { "  \($0.name): \($0.rows)" }
      print((["Exported"] + lines + ["Total: \(rows) rows in \(self.folder)."]).joined(separator: "\n"))
    } catch {
      folder.discard()
      throw error
    }
  }

  private func write(
    _ export: RecordsExport, to folder: ExportFolder, _ database: any SQLDatabase
  ) async throws -> [(name: String, rows: Int)] {
    let meter = ProgressMeter()
    defer { meter.clear() }
    return try await database.read(.job) { try export.write(to: folder, $0) { meter.report($0, $1) } }
  }

  /// - Returns: nil without --user.
  private func userID(_ database: any SQLDatabase) async throws -> String? {
    guard let user else { return nil }
    let ids = try await database.read { try UserAccount.all(user, $0).map(\.id) }
    if ids.count > 1 {
      ExitError.exit(
        .dataError, "Several users are named \(user). Give one of their ids: \(ids.joined(separator: ", ")).")
    }
    guard let id = ids.first else { ExitError.exit(.noUser, "No user has the address or id \(user).") }
    return id
  }
}

extension RecordsExport.Format: ExpressibleByArgument {}
