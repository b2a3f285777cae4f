import DatabaseAccess
import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Files (`pages.md`).
@Suite struct DownloadTests {
  private static let shared = Task { try await TestSite() }
  private static let files = [
    "/users/download": "users-2026-03-15", "/reports/general-stats/download": "general-stats-2026-03-15",
    "/collaborative-activities/download": "collaborative-activities-2026-03-15",
    "/members/download": "registrations-2026-03-15", "/users/inside/download": "general-stats-Person-2026-03-15",
  ]

  let site: TestSite

  init() async throws { site = try await Self.shared.value }

  @Test(arguments: Array(files)) func `Every file has its name, and is CSV with a byte-order mark, or a workbook`(
    path: String, name: String
  ) async throws {
    let browser = try await site.browser(of: "owner")
    let csv = try await browser.get(path)
    #expect(csv.status == 200)
    #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
    #expect(csv.headers["content-disposition"] == "attachment; filename=\"\(name).csv\"; filename*=UTF-8''\(name).csv")
    #expect(csv.data.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(csv.data.suffix(2) == Data("\r\n".utf8))
    #expect(CommaSeparated.rows(of: csv.text).count > 1)
    let workbook = try await browser.get(path + "?format=xlsx")
    #expect(workbook.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    #expect(workbook.headers["content-disposition"]?.contains("\(name).xlsx") == true)
    #expect(try Self.entries(of: workbook.data).contains("xl/worksheets/sheet1.xml"))
    #expect(try await browser.get(path + "?format=pdf").status == 400)
  }

  @Test func `The rows are the viewer's users, text that begins a formula is disarmed, fields and groups are chosen`()
    async throws
  {
    let browser = try await site.browser(of: "coach")
    let rows = CommaSeparated.rows(of: try await browser.get("/users/download").text)
    #expect(
      rows[0] == [
        "First name", "Last name", "Email", "Title / Employment", "Hired", "Office", "Additional information",
        "Time spent", "Last activity", "Direct report", "Sales <&>",
      ])
    #expect(rows.dropFirst().map { $0[2] } == ["formula@x.org", "inside@x.org"])
    #expect(rows[1][1] == "'=SUM(A1)" && rows[1][0] == "<b>Bold</b>" && rows[1][5] == "Rue \"A\"")
    #expect(rows[2][7...] == ["12:20:05", "08/03/2026 12:00", "0", "x"])
    let none = CommaSeparated.rows(of: try await browser.get("/users/download?field=&q=inside").text)
    #expect(none.count == 2 && !none[0].contains("Office"))
    #expect(try await browser.get("/users/download?tab=deleted").text.contains("gone@x.org"))
    let general = try await browser.get(
      "/reports/general-stats/download?group=sales&column=messages&column=time_spent&field=")
    #expect(
      CommaSeparated.rows(of: general.text)[0]
        == ["Last name", "First name", "Email", "Additional information", "Messages", "Time spent"])
  }

  @Test(arguments: [
    "from=2026-02-30", "to=yesterday", "session=S", "session=course:C", "column=mesages", "format=",
  ])
  func `A filter that makes no sense is refused before the first byte`(query: String) async throws {
    let browser = try await site.browser(of: "owner")
    let answer = try await browser.get("/reports/general-stats/download?\(query)")
    #expect(answer.status == (query == "format=" ? 200 : 400), "\(query)")
  }

  @Test func `Who may have no file gets none, and a name that is a path stays in its place`() async throws {
    let learner = try await site.browser(of: "inside")
    for path in [
      "/users/download", "/reports/general-stats/download", "/collaborative-activities/download", "/members/download",
    ] {
      #expect(try await learner.get(path).status == 403, "\(path)")
    }
    #expect(try await learner.get("/users/inside/download").status == 200)
    #expect(
      try await site.browser(of: "author").get("/collaborative-activities/download").text.contains("inside@x.org"))
    #expect(try await site.browser(of: "useradmin").get("/members/download").status == 200)
    let odd = try await site.browser(of: "owner").get("/users/a%2Fb%3Fc/download")
    let disposition = try #require(odd.headers["content-disposition"])
    #expect(!disposition.contains("/") && disposition.contains("%C3%9Cn%C3%AF"))
    #expect(disposition.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `Looking at others' statistics is noted in the audit log`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    _ = try await browser.get("/users/inside")
    _ = try await browser.get("/users/coach")
    _ = try await browser.get("/users/download?q=in")
    var notes: [String] = []
    for _ in 0..<3_000 where notes.count < 2 {
      notes = try await site.store.rows("audit_log").map { row in
        [row["viewer_key"]?.text, row["action"]?.text, row["subject_key"]?.text, row["filters"]?.text]
          .map { $0 ?? "–" }.joined(separator: " ") + " \(row["row_count"]?.integer ?? -1)"
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(Set(notes) == ["coach user.view inside  -1", "coach users.download – q=in 1"])
  }

  /// Names of the entries, by Python's zip reader: a second implementation.
  private static func entries(of data: Data) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: file) }
    try data.write(to: file)
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(*z.namelist(), sep='\\n')",
      file.path,
    ]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
