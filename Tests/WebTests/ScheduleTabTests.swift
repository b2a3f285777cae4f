import DatabaseAccess
import Foundation
import Mail
import Testing
import TestSupport

/// The Schedule tab, and its effects.
@Suite struct ScheduleTabTests {
  private static let weekly = [
    "schedule": "on", "schedule_unit": "week", "schedule_every": "2", "schedule_weekday": "3", "schedule_hour": "6",
    "schedule_start": "2026-03-16", "schedule_format": "csv",
  ]

  private func save(_ path: String, by browser: Browser, _ fields: [String: String]) async throws -> Answer {
    try await browser.submit(path, ["csrf": try await browser.csrf(), "name": "File"].merging(fields) { $1 })
  }

  @Test func `A schedule is saved, shown with its next runs, paused and let go on`() async throws {
    let site = try await TestSite()
    var browser = try await site.browser(of: "coach")
    let saved = try await save("/reports", by: browser, Self.weekly)
    let address = String(try #require(saved.location?.split(separator: "?").first))
    let page = try await browser.get(address).text
    #expect(page.contains("name=\"schedule\" value=\"on\" checked"))
    #expect(page.contains("name=\"schedule_weekday\" value=\"3\" checked"))
    #expect(page.contains("Every 2 weeks on Wednesday, 06:00"))
    for run in ["18/03/2026 06:00", "01/04/2026 06:00", "15/04/2026 06:00"] {
      #expect(page.contains("<li>\(run)</li>"))
    }
    #expect(try await browser.get("/reports").text.contains("Next: 18/03/2026 06:00"))

    #expect(try await save(address, by: browser, ["name": "Other"]).status == 303)
    #expect(try await browser.get("/reports").text.contains("Next: 18/03/2026 06:00"), "stays where the form has none")
    _ = try await save(address, by: browser, Self.weekly.merging(["schedule": "paused"]) { $1 })
    #expect(try await browser.get("/reports").text.contains("· Paused"))
    #expect(try await browser.get(address).text.contains("Next runs (when turned on)"))
    site.clock.pass(5 * 86_400)
    browser = try await site.browser(of: "coach")  // The session has ended.
    _ = try await save(address, by: browser, Self.weekly)
    #expect(try await browser.get("/reports").text.contains("Next: 01/04/2026 06:00"))
    _ = try await save(address, by: browser, Self.weekly.merging(["schedule": "off"]) { $1 })
    #expect(!(try await browser.get("/reports").text.contains("Next:")))
    #expect(try await site.store.rows("audit_log").filter { $0["action"]?.text == "report.schedule" }.count == 4)
  }

  @Test func `The next runs follow what is typed, and what makes no sense is refused`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    let page = try await browser.get(
      "/reports/new?edited=1&schedule=on&schedule_unit=month&schedule_every=1&schedule_hour=0&schedule_start=2026-03-31&schedule_end=2026-05-15"
    )
    #expect(page.text.contains("<li>31/03/2026 00:00</li><li>30/04/2026 00:00</li></ul>"))
    #expect(try await browser.get("/reports/new?schedule=on&schedule_end=2026-03-01").status == 400)
    for (name, value) in [
      ("schedule", "maybe"), ("schedule_unit", "hour"), ("schedule_every", "0"), ("schedule_every", "100"),
      ("schedule_hour", "24"), ("schedule_weekday", "8"), ("schedule_start", "2026-02-30"),
      ("schedule_start", "9999-01-01"), ("schedule_end", "2026-03-01"), ("schedule_format", "pdf"),
    ] {
      let answer = try await save("/reports", by: browser, Self.weekly.merging([name: value]) { $1 })
      #expect(answer.status == 400, "\(name)=\(value)")
    }
    #expect(try await site.store.rows("custom_reports").isEmpty)
    let over = try await browser.get("/reports/new?schedule=on&schedule_start=2025-03-01&schedule_end=2025-03-02")
    #expect(over.text.contains("No more runs"))
  }

  @Test func `A letter of a run is in its receiver's language, and says that it is late`() async throws {
    let folder = try PseudoLanguage.folder(code: "qps-ploc")
    defer { try? FileManager.default.removeItem(at: folder) }
    let letters = Letters()
    var texts = SmallWorld.texts
    texts["memberships"]? += "sales,a/b?c,coach\n"
    let site = try await TestSite.withWorkers(texts, post: letters, languages: folder)
    let browser = try await site.browser(of: "a/b?c")
    _ = try await save("/reports", by: browser, Self.weekly)
    site.clock.pass(4 * 86_400)
    let message = try await letters.first()
    #expect(message.to.address == "slash@x.org" && message.subject.hasPrefix("[["))
    #expect(message.text.contains("18/03/2026 06:00") && message.html.contains("lang=\"qps-ploc\""))
    for line in message.text.split(separator: "\n") where !line.hasPrefix("https://") {
      #expect(line.hasPrefix("[[") && line.hasSuffix("]]"), "\(line)")
    }
    for text in PseudoLanguage.visibleTexts(message.html) where text != "<!DOCTYPE html>" {
      #expect(text.hasPrefix("[["), "\(text)")
    }
  }

  @Test func `A file that is fetched counts for its run`() async throws {
    let site = try await TestSite.withWorkers()
    _ = try await save("/reports", by: try await site.browser(of: "coach"), Self.weekly)
    site.clock.pass(4 * 86_400)
    let browser = try await site.browser(of: "coach")  // The first session has ended.
    var job: String?
    for _ in 0..<1_000 where job == nil {
      job = try await browser.get("/downloads").text.firstMatch(of: #/"(/downloads/[^"/]+)/file"/#).map { String($0.1) }
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await site.store.rows("report_runs").map { $0["fetched_at"] } == [.null])
    #expect(try await browser.get(try #require(job) + "/file").status == 200)
    for _ in 0..<1_000 {
      if try await site.store.rows("report_runs")[0]["fetched_at"]?.integer != nil { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("the run does not know that its file was fetched")
  }
}
