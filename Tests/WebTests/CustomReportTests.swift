import Foundation
import ReferenceModel
import Testing
import TestSupport

/// Custom reports: list, editor, preview.
@Suite struct CustomReportTests {
  private static func field(_ page: Answer, _ name: String, _ value: String) -> Bool {
    page.text.contains("name=\"\(name)\" value=\"\(value)\" checked")
  }

  private static func unescaped(_ text: String) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  /// The cells of the preview.
  private static func preview(_ page: Answer) -> [[String]] {
    let section = page.text.components(separatedBy: "<section id=\"preview\"").last ?? ""
    return section.components(separatedBy: "<tr>").dropFirst().map { row in
      row.matches(of: #/<bdi>(.*?)</bdi>/#).map { String($0.1) }
    }
  }

  @Test func `Create report on a user's page opens it filtered on that user, where the viewer may`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let href = "/reports/new?type=general-stats&amp;user=inside"
    #expect(try await browser.get("/users/inside").text.contains(href))
    for path in ["/users/coach", "/users/gone"] {
      #expect(!(try await browser.get(path).text.contains("/reports/new?")))
    }
    #expect(!(try await site.browser(of: "inside").get("/users/inside").text.contains("/reports/new")))
    let page = try await browser.get(href.replacing("&amp;", with: "&"))
    #expect(Self.field(page, "user", "inside") && page.text.contains("1 row"))
    let rows = Self.preview(page)
    #expect(rows.count == 2 && rows[1].contains("inside@x.org"))
  }

  @Test func `The preview is the file's first rows, with its filters and columns`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    for query in [
      "", "group=sales", "column=messages&column=time_spent&field=",
      "from=2026-03-01&to=2026-03-31&column=completed_courses",
      "session=program:S&column=total_time_spent", "user=inside&user=outside", "user=no-such", "period=this_month",
    ] {
      let page = try await browser.get("/reports/new?edited=1&\(query)")
      let file = CommaSeparated.rows(of: try await browser.get("/reports/general-stats/download?\(query)").text)
      let rows = Self.preview(page)
      #expect(page.status == 200 && rows.count == min(file.count, 9), "\(query)")
      #expect(rows[0].map(Self.unescaped) == file[0], "\(query)")
      #expect(rows.dropFirst().map { $0[2] } == file.dropFirst().prefix(8).map { $0[2] }, "\(query)")
      #expect(
        page.text.contains(
          file.count > 9 ? "of \(file.count - 1) rows" : file.count == 2 ? "1 row" : "\(file.count - 1) rows"))
    }
  }

  @Test func `A report is saved, found again, changed, copied and deleted; the owner alone sees it`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let csrf = try await browser.csrf()
    #expect(try await browser.get("/reports").text.contains("No reports yet"))
    let saved = try await browser.submit(
      "/reports",
      [
        "csrf": csrf, "name": "Ma <b>file</b>", "type": "general-stats", "period": "last_30_days", "group": "sales",
        "column": "messages", "field": "", "add_user": "INSIDE@x.org",
      ])
    let address = try #require(saved.location?.replacing("?saved=1", with: ""))
    let page = try await browser.get(address)
    #expect(page.text.contains("Ma &lt;b&gt;file&lt;/b&gt;") && Self.field(page, "group", "sales"))
    #expect(Self.field(page, "user", "inside") && Self.field(page, "column", "messages"))
    #expect(!Self.field(page, "column", "managers") && !Self.field(page, "field", "office"))
    #expect(page.text.contains("<option value=\"last_30_days\" selected>"))
    #expect(try await browser.get("/reports").text.contains(address))

    for viewer in ["owner", "manager"] {
      let other = try await site.browser(of: viewer)
      let unknown = try await other.get("/reports/no-such")
      #expect(try await other.get(address).data == unknown.data && unknown.status == 404)
      let secret = try await other.csrf()
      for path in ["", "/duplicate", "/delete"] {
        #expect(try await other.submit(address + path, ["csrf": secret]).status == 404)
      }
      #expect(try await other.get("/reports").text.contains("No reports yet"))
    }
    #expect(try await browser.submit(address, ["csrf": "no", "name": "x"]).status == 403)
    #expect(try await browser.submit(address, ["csrf": csrf, "name": "Other"]).status == 303)
    #expect(try await browser.get(address).text.contains("value=\"Other\""))
    let copy = try #require(try await browser.submit(address + "/duplicate", ["csrf": csrf]).location)
    #expect(copy != address)
    #expect(try await browser.get(copy).text.contains("Other (copy)"))
    #expect(try await browser.submit(address + "/delete", ["csrf": csrf]).location == "/reports")
    #expect(try await browser.get(address).status == 404)
    #expect(try await browser.get(copy).status == 200)
  }

  @Test func `The file has the name that was given, and stays in its place`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    for (name, file) in [
      ("Quarter", "Quarter.csv"), ("", "general-stats-2026-03-15.csv"),
      ("..%2F..%2Fetc%2Fpasswd", "_._.._etc_passwd.csv"),
    ] {
      let answer = try await browser.get("/reports/general-stats/download?name=\(name)")
      #expect(answer.headers["content-disposition"]?.contains("filename=\"\(file)\"") == true, "\(name)")
    }
  }

  @Test func `What was chosen and is not there any more stays chosen`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let page = try await browser.get("/reports/new?user=outside&user=no-such&group=no-such&session=program:no-such")
    for (name, value) in [
      ("user", "outside"), ("user", "no-such"), ("group", "no-such"), ("session", "program:no-such"),
    ] {
      #expect(Self.field(page, name, value), "\(name) \(value)")
    }
    #expect(page.text.contains("No longer available") && !page.text.contains("outside@x.org"))
    #expect(page.text.contains("No rows match these filters."))
    let unknown = try await browser.get("/reports/new?add_user=outside@x.org")
    #expect(unknown.text.contains("No user you can see has this address."))
    #expect(unknown.text.contains("value=\"outside@x.org\"") && !unknown.text.contains("name=\"user\""))
  }

  @Test func `Columns follow their numbers where no script moves them`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    let page = try await browser.get(
      "/reports/new?edited=1&field=&column=messages&column=managers&column=time_spent&place.messages=3&place.managers=1&place.time_spent=2"
    )
    #expect(Self.preview(page)[0].suffix(3) == ["Managers", "Time spent", "Messages"])
  }

  @Test func `Who sees no users has no reports, and what makes no sense is refused`() async throws {
    let site = try await TestSite()
    let learner = try await site.browser(of: "inside")
    for path in ["/reports", "/reports/new", "/reports/x"] { #expect(try await learner.get(path).status == 403) }
    let browser = try await site.browser(of: "owner")
    for query in ["type=no", "from=2026-02-30", "period=someday", "column=no", "session=x"] {
      #expect(try await browser.get("/reports/new?\(query)").status == 400, "\(query)")
    }
  }
}
