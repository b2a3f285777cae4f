import Access
import ArgumentParser
import Calendar
import DatabaseAccess
import Foundation
import Reports
import Spreadsheets
import Statistics
import Web

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a custom report to a file, with the rights of a user.",
    discussion: ReportWords.discussion)

  @Argument(help: "The type of the report: \(ReportWords.types).") var type: CustomReport.Kind
  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @Option(help: "Email address of the user whose rights the report uses.") var `as`: String
  @Option(help: "Only members of the group with this id; repeatable.") var group: [String] = []
  @Flag(help: "Include the members of the groups below those of --group and --by group.") var subgroups = false
  @Option(
    name: .customLong("where"),
    help: "A condition, COLUMN:OPERATION:VALUE, such as average_score:lt:80 or last_name:starts:A; repeatable.")
  var conditions: [String] = []
  @Option(help: "Only the user with this id; repeatable.") var user: [String] = []
  @Option(help: "Only facts of a session, program:ID or path:ID; repeatable.") var session: [String] = []
  @Option(help: "First day, such as 2026-01-01, in the platform's time zone.") var from: String?
  @Option(help: "Last day, inclusive.") var to: String?
  @Option(help: "A range of days relative to today, instead of --from and --to: \(ReportWords.periods).")
  var period: RelativePeriod?
  @Option(help: "Custom field to include, by id; repeatable. All by default; none with --field \"\".")
  var field: [String] = []
  @Option(help: "Dimension of the rows of a summary; once or twice: \(ReportWords.dimensions).") var by: [String] = []
  @Flag(help: "End a summary with the total of all users.") var total = false
  @Option(help: "Column to include, by key, in this order; repeatable. Names, email and the like always come first.")
  var column: [String] = []
  @Option(help: "csv, xlsx or ndjson; by default the extension of FILE, otherwise csv.") var format: FileFormat?
  @Flag(
    help:
      "Include a description with filters, definitions and a checksum: a cover sheet, or FILE.about.json. verify-file checks it."
  )
  var about = false
  @Option(help: "File to write; standard output by default (not for XLSX).", completion: .file()) var out: String?

  func run() async throws {
    let settings = try platform.site(now: try options.clock())
    let order = ExportRequest(ExportKind(type, choice), format: wantedFormat, about: about)
    let now = settings.now()
    _ = try ExitError.onUsage { try choice.request(type, at: Moment(now, in: settings.style.time)) }
    if order.format == .xlsx || about, out == nil { throw ValidationError("XLSX and --about need --out FILE.") }
    let database = try await options.store.open(memory: 8 << 20)
    guard try await database.read({ try StandingsVersion.isCurrent($0) }) else {
      ExitError.exit(
        .temporary, "Another version of Tallybook computed the stored values. Run `tallybook rebuild` first.")
    }
    let viewer = try await viewer(in: database, order.content)
    try await database.read { session in
      try ExitError.onUsage { try order.content.check(for: viewer, settings.files, now: now, session) }
    }
    let target = ReportTarget(out: out, style: settings.style, order.format)
    SignalHandler.announce("Stopped; no file was written.") { target.discard() }
    let rows = try await database.read { session in
      try ExitError.onUsage { try write(order, to: target, viewer, settings.files, now: now, session) }
    }
    try target.finish()
    let noted = StoreOptions.machineClock()
    try await database.write { session in
      try Audit.note(
        "\(order.content.kind).report", by: viewer, filters: order.text, rows: rows, at: noted, session)
    }
  }

  private func viewer(in database: any SQLDatabase, _ content: ExportKind) async throws -> Viewer {
    guard let viewer = try await database.read({ [email = self.as] in try Viewer(email: email, $0) }) else {
      ExitError.exit(.noUser, "No active user has the address \(self.as).")
    }
    guard content.isOpen(to: viewer.roles) else {
      ExitError.exit(.noPermission, "\(viewer.email) may not open this report.")
    }
    return viewer
  }

  /// - Returns: the number of rows.
  private func write(
    _ order: ExportRequest, to target: ReportTarget, _ viewer: Viewer, _ settings: FileSettings, now: Int,
    _ session: any SQLSession
  ) throws -> Int {
    let report = try order.content.report(for: viewer, settings, now: now, session)
    let name = out.map { URL(filePath: $0).lastPathComponent } ?? ""
    let seal = order.about ? order.seal(report, named: name, for: viewer, settings, now: now) : nil
    let meter = ProgressMeter()
    if meter.isShown { meter.expect(rows: try report.expectedRows(session)) }
    let rows: Int
    do {
      rows = try report.write(to: target.writer(seal), session) { meter.read(rows: $0.count) }
    } catch {
      target.discard()
      throw error
    }
    meter.clear()
    if order.hasSideFile { try target.writeSide(seal?.sideText(rows: rows) ?? "") }
    return rows
  }

  private var choice: ReportFilters {
    var choice = ReportFilters()
    choice.groups = group
    choice.subgroups = subgroups ? true : nil
    choice.conditions = conditions.isEmpty ? nil : conditions
    choice.users = user
    choice.sessions = session
    choice.from = from
    choice.to = to
    choice.period = period
    choice.fields = field.isEmpty ? nil : field.filter { !$0.isEmpty }
    choice.columns = column.isEmpty ? nil : column
    choice.by = by.isEmpty ? nil : by
    choice.hasTotal = total ? true : nil
    return choice
  }

  private var wantedFormat: FileFormat {
    format ?? out.flatMap { FileFormat(rawValue: URL(filePath: $0).pathExtension.lowercased()) } ?? .csv
  }
}

extension FileFormat: ExpressibleByArgument {}
extension CustomReport.Kind: ExpressibleByArgument {}
extension RelativePeriod: ExpressibleByArgument {}
