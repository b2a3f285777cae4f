import ArgumentParser
import Calendar
import DatabaseAccess
import Foundation
import Intake
import Moodle
import Records
import Store

struct ImportMoodleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "moodle",
    abstract: "Import a Moodle: people, courses, time spent, grades, answers, certificates.",
    discussion: """
      Moodle's database is read in one read-only transaction; --print-grants prints a user that may read only what is \
      imported. Its password: TALLYBOOK_MOODLE_PASSWORD, or ~/.pgpass for PostgreSQL, or a prompt. Instead of a database, a \
      folder has one CSV file per table, as the SQL of --print-export writes it.

      All of it is imported or, if a record would be refused, nothing (exit status 65). Importing the same tables again \
      changes nothing. Rows without a time get the time of the run. What Moodle no longer has stays as it was imported.
      If a table has less than half of the rows of the last run, nothing is imported (exit status 75) without \
      --accept-loss.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var mapping: MoodleOptions
  @OptionGroup var derivation: XAPIOptions
  @Flag(help: "Read and check everything without writing anything. [TALLYBOOK_DRY_RUN]") var dryRun = false
  @Flag(help: "Accept tables with less than half of the rows of the last run. [TALLYBOOK_ACCEPT_LOSS]")
  var acceptLoss = false
  @Option(help: "CSV file for all notes: skipped, changed or incomplete rows. [TALLYBOOK_NOTES]")
  var notes: String?
  @Option(
    help:
      "Folder for temporary files; by default, that of the store, or the system's temporary folder. [TALLYBOOK_STAGING]"
  )
  var staging: String?
  @Option(
    help:
      "Print the SQL for a database user that may read only what is imported: postgres or mysql. [TALLYBOOK_PRINT_GRANTS]"
  )
  var printGrants: ExportScript.Engine?
  @Option(help: "Print the SQL that writes the CSV folder: postgres or mysql. [TALLYBOOK_PRINT_EXPORT]")
  var printExport: ExportScript.Engine?
  @Option(
    help:
      "Moodle's database: postgres://USER@HOST/DATABASE or mysql://USER@HOST/DATABASE?ssl-ca=FILE. [TALLYBOOK_DATABASE]"
  )
  var database: String?
  @Option(help: "Prefix of Moodle's tables; by default, the only one that the database has. [TALLYBOOK_PREFIX]")
  var prefix: String?
  @Flag(help: "Connect without a password, and do not ask for one. [TALLYBOOK_PASSWORDLESS]") var passwordless = false
  @Argument(help: "The folder with the CSV files.", completion: .directory) var folder: String?

  func validate() throws {
    _ = try mapping.settings(now: 0)
    if printGrants != nil || printExport != nil { return }
    guard (folder == nil) != (database == nil) else {
      throw ValidationError("Name either Moodle's database with --database or a folder with CSV files of its tables.")
    }
    if let folder, folder.contains("://") { throw ValidationError("Name Moodle's database with --database.") }
    guard let database else { return }
    if DatabaseAddress.hasPassword(database) {
      throw ValidationError(
        "--database has a password in it. A password is never an argument; set TALLYBOOK_MOODLE_PASSWORD.")
    }
    if !["postgres://", "postgresql://", "mysql://", "mariadb://"].contains(where: database.hasPrefix) {
      throw ValidationError(
        "--database \(DatabaseAddress.shortened(database)) is not postgres://USER@HOST/DATABASE or "
          + "mysql://USER@HOST/DATABASE.")
    }
  }

  func run() async throws {
    if let printGrants { return print(ExportScript(printGrants, prefix: prefix ?? "mdl_").grants) }
    if let printExport { return print(ExportScript(printExport, prefix: prefix ?? "mdl_").export) }
    do { try await readAndImport() } catch let failure as MoodleFailure {
      ExitError.exit(failure.status ?? .failure, "\(failure.words)\nNothing was imported.")
    } catch let error as MoodleError {
      ExitError.exit(.dataError, "\(error)\nNothing was imported.")
    }
  }

  private func readAndImport() async throws {
    if let staging { setenv("SQLITE_TMPDIR", staging, 1) }
    let parent = URL(filePath: staging ?? options.store.file.map { Self.parent($0) } ?? NSTemporaryDirectory())
    let folder = try StagingFolder(in: parent)
    defer { folder.remove() }
    SignalHandler.announce("Stopped; nothing was imported.") { folder.remove() }
    try await run(in: folder.place)
  }

  private static func parent(_ file: String) -> String { URL(filePath: file).deletingLastPathComponent().path }

  private func run(in place: URL) async throws {
    var run = SourceRun(of: try mapping.origin(), at: StoreOptions.machineClock())
    let source: any MoodleSource
    do { source = try open() } catch {
      try await noteFailure(of: run, "\(error)")
      throw error
    }
    let store = try await options.store.open(isNew: true, isExclusive: true)
    if !dryRun { try await RebuildCommand.rebuildIfOutdated(store) }
    do { try await importSite(source, in: place, into: store, &run) } catch {
      let failure = MoodleFailure(error, SiteReader(try mapping.settings(now: 0), folder: place))
      if !dryRun { await run.noteFailure(failure.words, in: store) }
      throw failure.status == nil ? error : failure
    }
  }

  /// Of a Moodle that cannot be reached: the store that would be new is not created for it.
  private func noteFailure(of run: SourceRun, _ words: String) async throws {
    if dryRun { return }
    guard let store = try? await options.store.open() else { return }
    await run.noteFailure(Rejection.singleLine(words), in: store)
  }

  private func importSite(
    _ source: sending any MoodleSource, in place: URL, into store: any SQLDatabase, _ run: inout SourceRun
  ) async throws {
    let now = try options.clock()()
    var settings = try mapping.settings(now: now)
    settings.platform = try await store.read { [name = settings.source] in try Self.platform($0, besides: name) }
    let reader = SiteReader(settings, folder: place)
    let meter = ProgressMeter()
    let summary = try await reader.read(source) { meter.report($0, $1) }
    meter.clear()
    if let notes { try Data(contentsOf: reader.notes, options: .mappedIfSafe).write(to: URL(filePath: notes)) }
    for table in summary.tables { run.rows[table.table] = table.rows }
    run.noteCount = summary.noteCount
    let losses = acceptLoss ? [] : try await store.read { [run] in try SourceLog.losses(of: run, $0) }
    if !losses.isEmpty { throw MoodleFailure.TablesLost(losses: losses) }
    if summary.noteCount > 0 { run.notes = try MoodleNotes.text(of: reader.notes, limit: SourceRun.notesLimit) }
    let changes = try await RecordsImport(
      folder: try RecordsFolder(reader.records), context: FieldContext(now: now), isDryRun: dryRun,
      derivation: derivation.settings, sourceRun: run
    ).run(store)
    let seconds = StoreOptions.machineClock() - run.startedAt
    print(Self.words(summary), changes, "Took \(seconds) s.", separator: "\n")
    if dryRun { return }
    for line in try await store.read({ try FirstSteps($0) }).lines(store: options.asArgument) { print(line) }
  }

  private func open() throws -> any MoodleSource {
    guard let database else { return try CSVFolder(URL(filePath: folder ?? "")) }
    let password = passwordless ? nil : Environment.text("TALLYBOOK_MOODLE_PASSWORD")
    do { return try open(database, password) } catch is PasswordNeeded {
      if passwordless { throw MoodleError("Moodle's database asks for a password; leave out --passwordless.") }
      guard isatty(FileHandle.standardInput.fileDescriptor) == 1,
        let typed = getpass("Password of Moodle's database: ")
      else {
        throw MoodleError("Moodle's database asks for a password. Set TALLYBOOK_MOODLE_PASSWORD.")
      }
      return try open(database, String(cString: typed))
    }
  }

  private func open(_ database: String, _ password: String?) throws -> DatabaseSite {
    try DatabaseSite(address: database, password: password, prefix: prefix, usesServerClock: options.now == nil)
  }

  /// The platform group and the owner that the store has from elsewhere.
  private static func platform(
    _ session: any SQLSession, besides source: String
  ) throws -> MoodleSettings.ExistingPlatform {
    let group = try session.first("SELECT id FROM groups WHERE parent IS NULL") { $0.text(at: 0) }
    let owner = try session.first(
      """
      SELECT u.id FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL
      """
    ) { $0.text(at: 0) }
    return MoodleSettings.ExistingPlatform(group: group == "\(source):site" ? nil : group, owner: owner)
  }

  private static func words(_ summary: SiteReader.Summary) -> String {
    let tables = summary.tables.filter { $0.rows > 0 }.map { "  \($0.table): \($0.rows) rows" }
    let notes = summary.firstNotes.map { "  \($0.text)" }
    let more = summary.noteCount > notes.count ? ["  … and \(summary.noteCount - notes.count) more: see --notes"] : []
    let title = summary.noteCount == 0 ? [] : ["Notes"]
    return (["\(summary.name), Moodle \(summary.release), \(summary.engine)"] + tables + title + notes + more)
      .map(Rejection.singleLine).joined(separator: "\n")
  }
}

extension ExportScript.Engine: ExpressibleByArgument {}
