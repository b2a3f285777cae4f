import Foundation
import Testing
import TestSupport
import Web

/// Headers of every response, and disconnected clients. `Answer.expectSecurity` checks in every response of every test
/// that inline content and framing are forbidden, and `nosniff`.
@Suite struct HygieneTests {
  @Test func `What is personal is kept by nobody on its way`() async throws {
    let site = try await TestSite()
    let (browser, program) = (try await site.browser(of: "owner"), try await site.program(of: "owner"))
    for path in [
      "/users", "/users/inside", "/users/download", "/users/inside/download", "/members", "/members/inside",
      "/members/new", "/members/download", "/audit", "/audit/download", "/account", "/people/inside", "/no-such",
      "/people/inside/card", "/downloads", "/collaborative-activities/download",
    ] { #expect(try await browser.get(path).headers["cache-control"] == "no-store", "\(path)") }
    for path in ["/api/v1/users", "/api/v1/members", "/scim/v2/Users", "/api/v1/users/no-such/statistics"] {
      #expect(try await program.get(path).headers["cache-control"] == "no-store", "\(path)")
    }
    for path in ["/signin", "/signin/forgotten", "/signin/password"] {
      #expect(try await Browser(port: site.port).get(path).headers["cache-control"] == "no-store", "\(path)")
    }
  }

  @Test func `HSTS is sent where browsers come by HTTPS, and nowhere else`() async throws {
    for isSecure in [true, false] {
      let site = try await TestSite(isSecure: isSecure)
      for path in ["/signin", "/no-such", "/tallybook.css", "/api/v1/health"] {
        let header = try await Browser(port: site.port).get(path).headers["strict-transport-security"]
        #expect((header != nil) == isSecure, "\(path)")
      }
    }
  }

  @Test func `A body that never ends, and a connection without a request, are cut off`() async throws {
    let site = try await TestSite { $0.idleMilliseconds = 300 }
    let form = ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 100"]
    let begin = ContinuousClock.now
    let answer = try await Wire.ask(site.port, "POST", "/signin", headers: form, body: Array("email=".utf8))
    #expect(answer.status == 0 || answer.status >= 400)
    #expect(ContinuousClock.now - begin < .seconds(60))
    #expect(try await Browser(port: site.port).get("/api/v1/health").status == 200)
  }

  @Test func `Signing in again leaves no session behind`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "coach")
    let former = browser.cookie("tallybook_session")
    let page = try await Browser(port: site.port).get("/signin")
    browser.setCookie("tallybook_form", page.setCookie?.value)
    let fields = ["csrf": page.hidden("csrf") ?? "", "email": "coach@x.org", "password": TestSite.password]
    #expect(try await browser.submit("/signin", fields).location == "/")
    #expect(browser.cookie("tallybook_session") != former)
    #expect(try await browser.get("/users").status == 200)
    browser.setCookie("tallybook_session", former)
    #expect(try await browser.get("/users").location?.hasPrefix("/signin") == true)
  }
}
