import Foundation
import ReferenceModel
import Reports
import Testing
import TestSupport

/// Files of custom reports: all types, all formats, with filters, read back by other programs, equal the API.
@Suite struct ReportFileTests {
  private static let filters = [
    "", "from=2025-06-01&to=2026-02-28", "period=last_quarter&field=", "session=", "group=",
  ]

  @Test func `Every file is read back by two programs each, and equals the API`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let platform = RandomPlatform(seed: 871, users: 40...50)
    try platform.write(to: folder.path)
    let site = try await TestSite(folder: folder.path)
    let reference = try ReferencePlatform(folder: folder.path, now: RandomPlatform.now)
    let owner = try #require(reference.users.first { reference.roles(of: $0.id).isOwner })
    let coach = try #require(
      reference.users.first { user in
        let roles = reference.roles(of: user.id)
        return !roles.seesEverybody && roles.opensUsers && reference.scope(of: user.id, tab: .current).count > 3
      })
    var files = 0
    for viewer in [owner.id, coach.id] {
      let program = try await site.program(of: viewer)
      for kind in CustomReport.Kind.allCases
      // Rows of a summary have another form: `SummaryFileTests`.
      where kind != .summary && (viewer == owner.id || kind != .registrations && kind != .collaborativeActivities) {
        for (index, query) in Self.queries(for: kind, reference).enumerated() {
          let name = "\(viewer == owner.id ? "owner" : "coach")-\(kind.rawValue)-\(index)"
          let api = try await program.get("/api/v1/reports/\(kind.rawValue)?\(query)")
          #expect(api.status == 200, "\(kind) \(query)")
          try api.data.write(to: folder.appending(path: name + ".api.json"))
          for format in FileFormat.allCases {
            let file = try await program.get("/reports/\(kind.rawValue)/download?format=\(format.rawValue)&\(query)")
            #expect(file.status == 200 && file.headers["content-type"] == format.type)
            #expect(
              file.headers["content-disposition"]?.contains("\(kind.rawValue)-2026-03-15.\(format.rawValue)") == true)
            try file.data.write(to: folder.appending(path: "\(name).\(format.rawValue)"))
            if format != .xlsx { try Self.check(file, against: try api.json(), format) }
            files += 1
          }
        }
      }
    }
    let output = try Self.read(folder)
    #expect(output.hasSuffix(" cells\n") && output.split(separator: "\n").count == 1, "\(output)")
    let cells = output.split(separator: " ").first.flatMap { Int($0) } ?? 0
    #expect(cells > 50_000 && files > 150, "\(cells) cells in \(files) files")
  }

  /// CSV and NDJSON are also read by Swift's own readers: the same numbers of rows and cells, and the same objects.
  private static func check(_ file: Answer, against api: ExactJSON, _ format: FileFormat) throws {
    guard case .list(let rows)? = api["rows"] else { throw CancellationError() }
    if format == .ndjson {
      let lines = try file.text.split(separator: "\n").map { try ExactJSON(parsing: String($0)) }
      #expect(lines.map(\.compareForm) == rows.map(\.compareForm))
    } else {
      let read = CommaSeparated.rows(of: file.text.replacing("\u{FEFF}", with: ""))
      #expect(read.count == rows.count + 1 && Set(read.map(\.count)).count == 1)
    }
  }

  private static func queries(for kind: CustomReport.Kind, _ reference: ReferencePlatform) -> [String] {
    let taken = kind.type.filters
    return filters.compactMap { query in
      if query.hasPrefix("from") || query.hasPrefix("period") { return taken.contains(.date) ? query : nil }
      if query.hasPrefix("session") {
        let sessions =
          reference.programSessions.keys.sorted().prefix(3).map { "session=program:\(Browser.encoded($0))" }
          + reference.pathSessions.keys.sorted().prefix(3).map { "session=path:\(Browser.encoded($0))" }
        return taken.contains(.session) ? sessions.joined(separator: "&") : nil
      }
      guard query.hasPrefix("group") else { return query }
      return reference.groups.prefix(2).map { "group=\(Browser.encoded($0.id))" }.joined(separator: "&")
    } + [kind.type.columns.reversed().map { "column=\($0)" }.joined(separator: "&")]
  }

  private static func read(_ folder: URL) throws -> String {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let python = here.deletingLastPathComponent().deletingLastPathComponent().appending(
      path: ".build/python/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path), "Python is missing: run Scripts/setup test")
    let (process, output) = (Process(), Pipe())
    process.executableURL = python
    process.arguments = [here.appending(path: "read_files.py").path, folder.path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "read_files.py failed: run Scripts/setup test")
    return String(decoding: data, as: UTF8.self)
  }
}
