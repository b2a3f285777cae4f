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
      The folder has one CSV file per table of Moodle, as the SQL of --print-export writes it. All of it is imported or, \
      if a record would be refused, nothing (exit status 65). Importing the same tables again changes nothing.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var mapping: MoodleOptions
  @Flag(help: "Read and check everything without writing anything. [TALLYBOOK_DRY_RUN]") var dryRun = false
  @Option(help: "CSV file for all notes: what was done with rows that are not as they should be. [TALLYBOOK_NOTES]")
  var notes: String?
  @Option(help: "Folder for temporary files; by default, that of the store. [TALLYBOOK_STAGING]") var staging: String?
  @Option(
    help:
      "Print the SQL for a database user that may read only what is imported: postgres or mysql. [TALLYBOOK_PRINT_GRANTS]"
  )
  var printGrants: ExportScript.Engine?
  @Option(help: "Print the SQL that writes the CSV folder: postgres or mysql. [TALLYBOOK_PRINT_EXPORT]")
  var printExport: ExportScript.Engine?
  @Option(help: "Prefix of Moodle's tables in that SQL. [TALLYBOOK_PREFIX]") var prefix = "mdl_"
  @Argument(help: "The folder with the CSV files.", completion: .directory) var folder: String?

  func validate() throws {
    _ = try mapping.settings(now: 0)
    if folder == nil, printGrants == nil, printExport == nil {
      throw ValidationError(
        "Name the folder with the CSV files of Moodle's tables; --print-export says how to write it.")
    }
  }

  func run() async throws {
    if let printGrants { return print(ExportScript(printGrants, prefix: prefix).grants) }
    if let printExport { return print(ExportScript(printExport, prefix: prefix).export) }
    guard let folder else { return }
    let place = URL(filePath: staging ?? options.store.file.map { Self.parent($0) } ?? NSTemporaryDirectory())
      .appending(path: ".tallybook-moodle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: place) }
    do { try await run(folder, in: place) } catch let error as MoodleError {
      try? FileManager.default.removeItem(at: place)
      ExitError.exit(.dataError, "\(error)\nNothing was imported.")
    }
  }

  private static func parent(_ file: String) -> String { URL(filePath: file).deletingLastPathComponent().path }

  private func run(_ folder: String, in place: URL) async throws {
    let start = Date()
    let now = try options.clock()()
    let source = try CSVFolder(URL(filePath: folder))
    let database = try await options.store.open(isNew: true, isExclusive: true)
    var settings = try mapping.settings(now: now)
    settings.platform = try await database.read { [name = settings.source] in try Self.platform($0, besides: name) }
    let reader = SiteReader(settings, folder: place)
    SignalHandler.announce()
    let meter = ProgressMeter()
    let summary = try await reader.read(source) { meter.report($0, $1) }
    meter.clear()
    if let notes { try Data(contentsOf: reader.notes, options: .mappedIfSafe).write(to: URL(filePath: notes)) }
    let records = try ExitError.onData { try RecordsFolder(reader.records) }
    do {
      let changes = try await RecordsImport(folder: records, context: FieldContext(now: now), isDryRun: dryRun).run(
        database)
      print(Self.words(summary), changes, "Took \(Int(Date().timeIntervalSince(start).rounded())) s.", separator: "\n")
    } catch let faults as ValidationErrors {
      let lines = try faults.first.map { fault in
        let (column, value) = (fault.fault.field, fault.fault.value)
        return Rejection(
          file: try reader.place(of: fault), column: column.isEmpty ? nil : column, value: value.isEmpty ? nil : value,
          reason: fault.fault.reason
        ).description
      }
      try? FileManager.default.removeItem(at: place)
      let rest = faults.count > lines.count ? ["… and \(faults.count - lines.count) more."] : []
      ExitError.exit(.dataError, (lines + rest + ["Nothing was imported."]).joined(separator: "\n"))
    }
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
      .joined(separator: "\n")
  }
}

extension ExportScript.Engine: ExpressibleByArgument {}
