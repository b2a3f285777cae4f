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

    enum Format: String, ExpressibleByArgument, CaseIterable {
      case csv, xlsx, ndjson
    }

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
    @Option(help: "csv, xlsx or ndjson.") var format = Format.csv
    @Option(help: "The file to write; standard output by default (not for XLSX).", completion: .file()) var out: String?

    func run() async throws {
      let settings = try platform.site(now: try options.clock())
      let request = try Failing.onUsage {
        try GeneralStatsRequest(
          groups: group, users: user, sessions: session, from: from, to: to, fields: field.isEmpty ? nil : field,
          columns: column.isEmpty ? nil : column, settings.style)
      }
      if format == .xlsx, out == nil { throw ValidationError("An XLSX file needs a place: give --out FILE.") }
      let database = try await options.open()
      guard let viewer = try await database.read({ [email = self.as] in try Viewer(email: email, $0) }) else {
        Failing.exit(.noUser, "There is no user with the address \(self.as) who is not deleted.")
      }
      guard viewer.roles.seesUsers else { Failing.exit(.noPermission, "\(viewer.email) may not open this report.") }
      let target = try ReportTarget(out: out, style: settings.style, format)
      let rows = try await database.read { session in
        try Report.generalStats(try request.filter(for: viewer, session), session).write(to: target.writer(), session)
      }
      try target.finish()
      let now = StoreOptions.machineClock()
      try await database.write { try Audit.note("general-stats.report", by: viewer, rows: rows, at: now, $0) }
    }
  }
}
