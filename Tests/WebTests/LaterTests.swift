import DatabaseAccess
import Foundation
import Jobs
import Mail
import ReferenceModel
import Synchronization
import Testing
import TestSupport

/// Files by email: the request, its page, the email, the file.
@Suite struct LaterTests {
  private static let files = [
    "/users/download", "/reports/general-stats/download", "/collaborative-activities/download", "/members/download",
    "/users/inside/download",
  ]

  @Test func `Every file comes by letter as well, the same to the byte`() async throws {
    let site = try await TestSite.withWorkers()
    let browser = try await site.browser(of: "owner")
    for path in Self.files {
      for format in ["csv", "xlsx"] {
        let job = try await browser.orderFile(path, ["format": format])
        #expect(try await browser.page(of: job, when: "done").text.contains("\(job)/file"))
        let later = try await browser.get(job + "/file")
        let now = try await browser.get("\(path)?format=\(format)")
        #expect(later.data == now.data, "\(path) \(format)")
        for name in ["content-disposition", "content-type"] { #expect(later.headers[name] == now.headers[name]) }
        #expect(later.headers["content-length"] == "\(now.data.count)")
      }
    }
  }

  @Test func `Filters go with it, from the address or the form`() async throws {
    let site = try await TestSite.withWorkers()
    let browser = try await site.browser(of: "owner")
    let expected = try await browser.get("/users/download?q=inside&field=").data
    for (path, fields) in [
      ("/users/download?q=inside&field=", [:]), ("/users/download", ["q": "inside", "field": ""]),
    ] {
      let job = try await browser.orderFile(path, fields)
      _ = try await browser.page(of: job, when: "done")
      #expect(try await browser.get(job + "/file").data == expected)
    }
    let csrf = try await browser.csrf()
    for fields in [["from": "2026-02-30"], ["column": "no"], ["format": "pdf"], ["session": "x"]] {
      let answer = try await browser.submit(
        "/reports/general-stats/download", fields.merging(["csrf": csrf]) { $1 })
      #expect(answer.status == 400, "\(fields)")
    }
  }

  @Test func `A form without its secret makes nothing, nor does a role that may not, nor a token that only reads`()
    async throws
  {
    let site = try await TestSite.withWorkers(workers: 0)
    let browser = try await site.browser(of: "owner")
    for path in Self.files {
      #expect(try await browser.submit(path, ["csrf": "forged"]).status == 403)
      #expect(try await browser.submit(path, [:]).status == 403)
    }
    let learner = try await site.browser(of: "inside")
    let csrf = try await learner.csrf()
    for path in Self.files.dropLast() { #expect(try await learner.submit(path, ["csrf": csrf]).status == 403) }
    #expect(try await learner.submit("/users/owner/download", ["csrf": csrf]).status == 404)
    let reader = try await site.program(of: "owner", isReadOnly: true)
    #expect(try await reader.ask("POST", "/users/download").status == 403)
    #expect(try await Browser(port: site.port).submit("/users/download", [:]).location == "/signin")
    #expect(try await site.store.rows("jobs").isEmpty)
    #expect(try await learner.submit("/users/inside/download", ["csrf": csrf]).status == 303)
  }

  @Test func `A program is told where, and follows it`() async throws {
    let site = try await TestSite.withWorkers()
    let program = try await site.program(of: "coach")
    let answer = try await program.ask("POST", "/users/download?format=xlsx")
    #expect(answer.status == 202 && answer.headers["content-type"] == "application/json")
    let job = try #require(answer.location)
    #expect(answer.text.contains("\"location\":\"\(job)\""))
    let told = try await program.page(of: job, when: "done")
    #expect(told.text.contains("\"rows_done\":2") && told.text.contains("\"file\":\"\(job)/file\""))
    #expect(try await program.get(job + "/file").data == (try await program.get("/users/download?format=xlsx").data))
    #expect(try await program.get("/downloads").text.contains(job))
    let bad = try await program.ask("POST", "/users/download?format=pdf")
    bad.expectProblem(400, "bad_request")
    for _ in 0..<19 { _ = try await program.ask("POST", "/users/no-such/download") }
    #expect(try await site.store.rows("jobs").count == 1)
  }

  @Test func `The letter's link opens for its receiver alone, after signing in, for one job, for 14 days`() async throws
  {
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters)
    let browser = try await site.browser(of: "coach")
    let job = try await browser.orderFile("/users/download")
    let message = try await letters.first()
    #expect(message.to.address == "coach@x.org" && message.subject.contains("users-2026-03-15.csv"))
    let link = try #require(message.text.firstMatch(of: #/https://stats\.example\.com(/downloads/\S+)/#)).1
    #expect(message.html.contains("key=") && link.hasPrefix(job + "?key="))
    #expect(try await browser.get(String(link)).text.contains("\(job)/file"))
    #expect(try await browser.get(job + "?key=guess").status == 404)
    let nobody = try await Browser(port: site.port).get(String(link))
    #expect(nobody.location?.hasPrefix("/signin?return_to=%2Fdownloads%2F") == true)
    let owner = try await site.browser(of: "owner")
    let unknown = try await owner.get("/downloads/no-such")
    for path in [String(link), job, job + "/file"] {
      let answer = try await owner.get(path)
      #expect(answer.status == 404 && answer.data == unknown.data, "\(path)")
    }
    let csrf = try await owner.csrf()
    for path in ["/cancel", "/retry"] { #expect(try await owner.submit(job + path, ["csrf": csrf]).status == 404) }
    #expect(!(try await owner.get("/downloads").text.contains(job)))
    site.clock.pass(14 * 86_400 + 1)
    let later = try await site.browser(of: "coach")
    for path in [String(link), job, job + "/file"] { #expect(try await later.get(path).status == 404, "\(path)") }
  }

  @Test func `Whose statistics a fetched file has is noted, unless they are one's own`() async throws {
    let site = try await TestSite.withWorkers()
    for user in ["coach", "inside"] {
      let browser = try await site.browser(of: user)
      let job = try await browser.orderFile("/users/inside/download")
      _ = try await browser.page(of: job, when: "done")
      #expect(try await browser.get(job + "/file").status == 200)
    }
    var notes: [String] = []
    for _ in 0..<3_000 where notes.isEmpty {
      try await Task.sleep(for: .milliseconds(20))
      notes = try await site.store.rows("audit_log").filter { $0["action"] == .text("user.fetch") }.map { row in
        [row["viewer_key"]?.text, row["subject_key"]?.text].map { $0 ?? "–" }.joined(separator: " ")
      }
    }
    #expect(notes == ["coach inside"])
  }

  @Test func `Who lost somebody since gets the file no more, and makes it anew`() async throws {
    let site = try await TestSite.withWorkers()
    let browser = try await site.browser(of: "coach")
    let job = try await browser.orderFile("/users/download")
    _ = try await browser.page(of: job, when: "done")
    try await site.store.load(["memberships": "group,user,role,until\nsales,inside,learner,2026-03-01T00:00:00Z\n"])
    #expect(try await browser.get(job + "/file").status == 403)
    let page = try await browser.get(job)
    #expect(page.text.contains("Your access has changed") && !page.text.contains("\(job)/file"))
    #expect(try await browser.submit(job + "/retry", ["csrf": try await browser.csrf()]).location == job)
    _ = try await browser.page(of: job, when: "done")
    let file = try await browser.get(job + "/file")
    #expect(file.status == 200 && !file.text.contains("inside@x.org") && file.text.contains("formula@x.org"))
  }

  @Test func `A job is seen waiting, running with its rows, cancelled, and tried again`() async throws {
    let gate = Atomic(false)
    let site = try await TestSite.withWorkers {
      $0.onRows = { _ in while !gate.load(ordering: .relaxed) { usleep(2_000) } }
    }
    defer { gate.store(true, ordering: .relaxed) }
    let browser = try await site.browser(of: "owner")
    let job = try await browser.orderFile("/users/download")
    let page = try await browser.page(of: job, when: "running")
    #expect(page.text.contains("data-live") && page.text.contains("<noscript><meta http-equiv=\"refresh\""))
    for _ in 0..<500 {
      if try await browser.get(job).text.contains("0 of 12 rows") { break }
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await browser.get(job).text.contains("0 of 12 rows"))
    #expect(try await browser.get(job + "/file").status == 404)
    let csrf = try await browser.csrf()
    #expect(try await browser.submit(job + "/cancel", ["csrf": "no"]).status == 403)
    #expect(try await browser.submit(job + "/cancel", ["csrf": csrf]).status == 303)
    #expect(try await browser.get(job).text.contains("Cancelled"))
    gate.store(true, ordering: .relaxed)
    #expect(try await browser.submit(job + "/retry", ["csrf": csrf]).status == 303)
    #expect(!(try await browser.page(of: job, when: "done").text.contains("data-live")))
    #expect(try await browser.get("/downloads").text.contains("12 rows"))
  }
}
