import DatabaseAccess
import Foundation
import Mail
import Testing
import TestSupport
import Web

/// The email to the owner of a report that no longer runs automatically, through a real mail server.
@Suite struct PauseLetterTests {
  private static let day = 86_400
  private static let daily = [
    "name": "Daily", "schedule": "on", "schedule_unit": "day", "schedule_every": "1", "schedule_hour": "6",
    "schedule_start": "2026-03-16", "schedule_format": "csv",
  ]

  private func save(_ path: String, at site: TestSite) async throws -> Answer {
    let browser = try await site.browser(of: "a/b?c")
    return try await browser.submit(path, Self.daily.merging(["csrf": try await browser.csrf()]) { $1 })
  }

  /// Days on which nobody downloads the report's files.
  private func pass(_ runs: ClosedRange<Int>, at site: TestSite) async throws {
    for count in runs {
      site.clock.pass(Self.day)
      for _ in 0..<1_000 {
        let made = try await site.store.rows("report_runs").filter { $0["made_at"] != .null }
        if made.count == count { break }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }

  private func letters(_ count: Int, to server: SMTPProgram) async throws -> [SMTPProgram.Taken] {
    for _ in 0..<1_000 where try server.taken.count < count { try await Task.sleep(for: .milliseconds(10)) }
    let taken = try server.taken
    try #require(taken.count == count, "letters: \(taken.count)")
    return taken
  }

  /// The server has an email a moment before the store knows.
  private func isNotedAsSent(_ kind: String, at site: TestSite) async throws -> Bool {
    for _ in 0..<1_000 {
      if try await site.store.row("letters", ["kind": kind])?["state"] == .text("sent") { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// A report of a coach whose language is the pseudo-language; `letters` waits for the emails that the server
  /// received.
  private func withReport(
    languages: URL? = nil, _ body: (TestSite, _ address: String, SMTPProgram) async throws -> Void
  ) async throws {
    let server = try SMTPProgram()
    let mailer = try MailRoute("smtp://localhost:\(server.port)?tls=none", password: nil).mailer
    var texts = SmallWorld.texts
    texts["memberships"]? += "sales,a/b?c,coach\n"
    let mail = SiteSettings.Mail(mailer: mailer, sender: MailAddress("stats@example.com")!)
    let site = try await TestSite.withWorkers(texts, languages: languages, change: { $0.mail = mail })
    let saved = try await save("/reports", at: site)
    try await body(site, String(try #require(saved.location?.split(separator: "?").first)), server)
  }

  @Test func `After three unused runs the owner is told that it pauses, and how to let it go on`() async throws {
    try await withReport { site, address, server in
      try await pass(1...3, at: site)
      #expect(try await letters(3, to: server).count == 3)
      site.clock.pass(Self.day)
      let taken = try await letters(4, to: server)[3]
      let letter = try taken.read()
      #expect(taken.to == ["slash@x.org"] && letter.defects == [])
      #expect(letter.subject == "Your scheduled report is paused: Daily")
      for part in [letter.text, letter.html] {
        #expect(part.contains("https://stats.example.com\(address)#schedule"))
        #expect(part.contains("no longer runs on schedule"))
        #expect(part.contains("choose “On” in the Schedule tab"))
      }
      #expect(letter.html.contains("<a href=\"https://stats.example.com\(address)#schedule\""))
      #expect(try await isNotedAsSent("pause", at: site))

      // Following the email's instructions works.
      let page = try await site.browser(of: "a/b?c").get(address).text
      #expect(page.contains("Paused automatically") && page.contains("id=\"schedule\""))
      #expect(page.contains("value=\"on\"> On"))
      #expect(try await save(address, at: site).status == 303)
      try await pass(4...4, at: site)
      #expect(try await letters(5, to: server)[4].read().subject == "Your file is ready: Daily.csv")
    }
  }

  @Test func `The letter is in the owner's language, every text of it`() async throws {
    let folder = try PseudoLanguage.folder(code: "qps-ploc")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withReport(languages: folder) { site, _, server in
      try await pass(1...3, at: site)
      site.clock.pass(Self.day)
      let letter = try await letters(4, to: server)[3].read()
      #expect(letter.subject.hasPrefix("[[") && letter.html.contains("lang=\"qps-ploc\""))
      for line in letter.text.split(whereSeparator: \.isNewline) where !line.hasPrefix("https://") {
        #expect(line.hasPrefix("[[") && line.hasSuffix("]]"), "\(line)")
      }
      for text in PseudoLanguage.visibleTexts(letter.html) where text != "<!DOCTYPE html>" {
        #expect(text.hasPrefix("[["), "\(text)")
      }
    }
  }
}
