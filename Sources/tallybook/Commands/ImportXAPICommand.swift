import ArgumentParser
import DatabaseAccess
import Foundation
import Intake
import LRS
import Store
import Support

struct ImportXAPICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xapi",
    abstract: "Import xAPI statements from files: all of them or, if there is any error, none.",
    discussion: """
      A file is a JSON array of statements, one statement a line, or the pages (StatementResult) or the export of an LRS \
      such as Learning Locker or SQL LRS, compressed (.gz) or not. `stored` and `authority` are kept. Statements that are \
      in the store already change nothing. Their records are derived as if the statements had arrived at the xAPI door.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var derivation: XAPIOptions
  @Flag(help: "Repair well-known errors of statements, and set aside the others instead of refusing all.")
  var lenient = false
  @Flag(help: ArgumentHelp(StatementSender.noDeriveHelp)) var noDerive = false
  @Flag(help: "Check everything without writing anything.") var dryRun = false
  @Argument(help: "A file, or a folder of files that end in .json, .ndjson, .jsonl or these and .gz.") var path: String

  func run() async throws {
    let files = try Self.files(path)
    if files.isEmpty { ExitError.exit(.dataError, "\(path) has no files with statements, such as statements.json.") }
    // Not exclusively: then indexes would be made at the end, but derivation reads what was written before.
    let database = try await options.store.open(isNew: true)
    if !dryRun { try await RebuildCommand.rebuildIfOutdated(database) }
    SignalHandler.announce()
    let start = StoreOptions.machineClock()
    let outcome = try await outcome(files, database, since: start)
    if !outcome.faults.isEmpty {
      let run = SourceRun(of: .xapi, at: start)
      if !dryRun { await run.noteFailure(outcome.words(end: "Nothing was imported."), in: database) }
      ExitError.exit(.dataError, outcome.words(end: "Nothing was imported."))
    }
    let refused = outcome.refused > 0 ? ", \(outcome.refused) set aside" : ""
    let verb = dryRun ? "Checked, nothing written:" : "Imported:"
    print("\(verb) \(outcome.read) statements, \(outcome.added) new\(refused).")
  }

  private func outcome(
    _ files: [URL], _ database: any SQLDatabase, since start: Int
  ) async throws -> StatementImport.Outcome {
    let now = Int(Date().timeIntervalSince1970 * 1_000_000)
    let sender = StatementSender.imported(derives: !noDerive)
    do {
      return try await database.bulkWrite { [lenient, dryRun, settings = derivation.settings] session in
        var statements = try StatementImport(
          session, by: sender, now: now, isLenient: lenient, deriving: settings
        ) { UUID().uuidString.lowercased() }
        for file in files { try Self.add(file, to: &statements) }
        try statements.finish()
        if dryRun || !statements.outcome.faults.isEmpty { throw StatementImport.Rejected(outcome: statements.outcome) }
        try SourceRun(ofStatements: statements.outcome.read, since: start).write(session)
        return statements.outcome
      }
    } catch let rejected as StatementImport.Rejected { return rejected.outcome }
  }

  private static func add(_ file: URL, to statements: inout StatementImport) throws {
    do {
      let values = try JSONFile(file)
      while let (line, value) = try values.next() {
        try statements.add(value, at: "\(file.lastPathComponent), line \(line)")
      }
    } catch let fault as UnreadableFile {
      statements.refuse("\(file.lastPathComponent) \(fault.reason).")
    }
  }

  private static let endings = ["json", "ndjson", "jsonl"]

  private static func files(_ path: String) throws -> [URL] {
    let url = URL(filePath: path)
    guard (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true else { return [url] }
    let names = try Folder.names(in: path).filter { name in
      let parts = name.lowercased().split(separator: ".").dropFirst().map(String.init)
      return (parts.last == "gz" ? parts.dropLast().last : parts.last).map(endings.contains) ?? false
    }
    return names.sorted().map { url.appending(path: $0) }
  }
}

extension StatementImport {
  /// What an import that is rolled back found.
  struct Rejected: Error {
    let outcome: Outcome
  }
}

extension StatementSender {
  /// Who brings statements from a file or another LRS; also the authority of those without one.
  static func imported(derives: Bool) -> StatementSender {
    let account: JSONValue = ["homePage": "https://tallybook.invalid", "name": "import"]
    return StatementSender(
      credential: nil, authority: ["objectType": "Agent", "name": "Import", "account": account], derives: derives)
  }

  static let noDeriveHelp = """
    Keep the statements without deriving records from them: for senders whose records come another way, such as a Moodle \
    that is imported itself.
    """
}

extension StatementImport.Outcome {
  /// The faults, one a line.
  func words(end: String) -> String {
    let more = faultCount - faults.count
    let faults = faults.map(Rejection.singleLine)
    return (faults + (more > 0 ? ["… and \(more) more."] : []) + [end]).joined(separator: "\n")
  }
}
