import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import Records
import Reports
import Spreadsheets
import Statistics
import Web

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report into a file, as one of the users would get it.",
    subcommands: [GeneralStats.self])

  struct GeneralStats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "general-stats", abstract: "General stats: one row per user, with averages, completions and time.")

    @OptionGroup var options: StoreOptions
    @OptionGroup var platform: PlatformOptions
    @Option(help: "The e-mail address of the user whose rights the report has.") var `as`: String
    @Option(help: "Only members of the group with this id; may repeat.") var group: [String] = []
    @Option(help: "Only the user with this id; may repeat.") var user: [String] = []
    @Option(help: "Only facts of a session, program:ID or path:ID; may repeat.") var session: [String] = []
    @Option(help: "The first day, such as 2026-01-01, in the platform's time zone.") var from: String?
    @Option(help: "The last day.") var to: String?
    @Option(help: "A custom field's id, as a column; may repeat. All by default.") var field: [String] = []
    @Option(help: "A statistic's key, as a column, in order; may repeat.") var column: [String] = []
    @Option(help: "csv, xlsx or ndjson.") var format = FileFormat.csv
    @Flag(help: "Say what the file is: on a first sheet, or in FILE.about.json. verify-file checks it.") var about =
      false
    @Option(help: "The file to write; standard output by default (not for XLSX).", completion: .file()) var out: String?

    func run() async throws {
      let settings = try platform.site(now: try options.clock())
      let order = FileOrder(.generalStats(choice), format: format, about: about)
      let now = settings.now()
      _ = try Failing.onUsage { try choice.request(settings.style, now: now) }
      if format == .xlsx || about, out == nil { throw ValidationError("This needs a place: give --out FILE.") }
      let database = try await options.open()
      guard let viewer = try await database.read({ [email = self.as] in try Viewer(email: email, $0) }) else {
        Failing.exit(.noUser, "There is no user with the address \(self.as) who is not deleted.")
      }
      guard viewer.roles.seesUsers else { Failing.exit(.noPermission, "\(viewer.email) may not open this report.") }
      let target = ReportTarget(out: out, style: settings.style, format)
      let name = out.map { URL(filePath: $0).lastPathComponent } ?? ""
      let rows = try await database.read { session in
        let report = try order.content.report(for: viewer, settings.files, now: now, session)
        let seal = order.about ? order.seal(report, named: name, for: viewer, settings.files, now: now) : nil
        let rows = try report.write(to: target.writer(seal), session)
        if order.hasSideFile { try target.writeSide(seal?.sideText(rows: rows) ?? "") }
        return rows
      }
      try target.finish()
      let noted = StoreOptions.machineClock()
      try await database.write { try Audit.note("general-stats.report", by: viewer, rows: rows, at: noted, $0) }
    }

    private var choice: GeneralStatsChoice {
      var choice = GeneralStatsChoice()
      choice.groups = group
      choice.users = user
      choice.sessions = session
      choice.from = from
      choice.to = to
      choice.fields = field.isEmpty ? nil : field
      choice.columns = column.isEmpty ? nil : column
      return choice
    }
  }
}

extension FileFormat: ExpressibleByArgument {}
