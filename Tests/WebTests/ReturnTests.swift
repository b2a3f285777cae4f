import Access
import Foundation
import Testing

@testable import Web

/// Return addresses and cookies of a request: checked byte by byte.
@Suite struct ReturnTests {
  private static let away: [String] =
    [
      "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil", "", "/a\\b", "/a b",
      "/\u{7F}",
    ]
    + ["\u{301}", "\u{FE0F}", "\u{338}", "\u{20DD}", "\u{E0100}", "\u{200D}"].flatMap { mark in
      [
        "//\(mark)evil.example", "/\(mark)/evil.example", "/\(mark)\\evil.example", "/\(mark)", "/é\(mark)",
        "/\\\(mark)x",
      ]
    }
    + [
      "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\u{0}", "/ｅ",
      "/" + String(repeating: "a", count: 9_000),
    ]

  @Test(arguments: away) func `A way that leaves the site leads to its start`(address: String) {
    #expect(SignInPage.local(address) == "/")
  }

  @Test(arguments: ["/", "/users", "/users?q=%C3%A9&sort=x", "/users/a%2Fb#general", "/.//x"])
  func `A way within the site is kept`(address: String) {
    #expect(SignInPage.local(address) == address)
  }

  @Test func `Signing in leads nowhere else`() async throws {
    let site = try await TestSite()
    try await site.setPassword(of: "owner")
    for address in Self.away.filter({ $0.utf8.count < 100 && !$0.utf8.contains(0) }) {
      let answer = try await Browser(port: site.port).signIn("owner@x.org", returnTo: address)
      #expect(answer.status == 303 && answer.location == "/", "\(address)")
    }
  }

  private static let keys = [
    "x; Domain=evil.example", "x; Path=/; Max-Age=9", "a\r\nSet-Cookie: b=c", "x,y", "é", "\u{301}", "\"", "\\",
    String(repeating: "a", count: 42), String(repeating: "a", count: 44), String(repeating: "a", count: 42) + ";",
    String(repeating: "a", count: 42) + "\u{301}", String(repeating: "a", count: 43) + "\u{301}",
  ]

  @Test func `Nothing of a request writes a cookie but a secret of ours`() async throws {
    let site = try await TestSite()
    for key in Self.keys {
      let answer = try await Browser(port: site.port).get("/signin/password?key=" + Browser.encoded(key))
      #expect(answer.status == 410, "\(key)")
      #expect(answer.setCookie.map { $0.name == "tallybook_form" && Secret.isWellFormed($0.value) } ?? true, "\(key)")
      let raw = key.utf8.allSatisfy { $0 >= 0x20 } ? key : "x"
      let page = try await Wire.ask(site.port, "GET", "/signin", headers: ["Cookie: tallybook_form=\(raw)"])
      #expect(Secret.isWellFormed(page.setCookie?.value ?? ""), "\(key)")
      #expect(page.setCookie?.attributes == ["path=/signin", "httponly", "samesite=strict"], "\(key)")
    }
    let key = Secret.random()
    let answer = try await Browser(port: site.port).get("/signin/password?key=" + key)
    #expect(answer.status == 303 && answer.setCookie?.value == key)
  }

  @Test func `On HTTPS every cookie is the host's own`() async throws {
    let site = try await TestSite(isSecure: true)
    try await site.setPassword(of: "owner")
    let browser = Browser(port: site.port)
    let form = try await browser.get("/signin")
    let link = try await Browser(port: site.port).get("/signin/password?key=" + Secret.random())
    let session = try await browser.signIn("owner@x.org")
    for (answer, name) in [(form, "form"), (link, "password"), (session, "session")] {
      let cookie = try #require(answer.setCookie)
      #expect(cookie.name == "__Host-tallybook_\(name)")
      #expect(cookie.attributes.isSuperset(of: ["path=/", "secure", "httponly"]))
      #expect(!cookie.attributes.contains { $0.hasPrefix("domain") })
    }
    #expect(try await browser.get("/account").status == 200)
    let planted = Browser(port: site.port)
    planted.setCookie("tallybook_session", browser.cookie("__Host-tallybook_session"))
    #expect(try await planted.get("/account").status == 303)
  }

  @Test func `Single sign-on comes back to the site's own address, and leads nowhere else`() async throws {
    let trip = try await RoundTrip()
    let away = try await Wire.ask(trip.site.port, "GET", "/signin/sso", host: "evil.example")
    let parts = try #require(URLComponents(string: away.location ?? ""))
    let redirect = parts.queryItems?.first { $0.name == "redirect_uri" }?.value
    #expect(away.status == 303 && redirect == "http://127.0.0.1:\(trip.site.port)/signin/sso/callback")
    for address in ["//\u{FE0F}evil.example", "/\u{301}/evil.example", "//evil.example", "/\\evil.example"] {
      let left = try await trip.leave(returnTo: address)
      let back = try await trip.comeBack(left, try trip.token(left))
      #expect(back.location == "/", "\(address): \(back.status)")
    }
  }

  @Test func `A link is made of the public address where there is one`() async throws {
    let site = try await TestSite { $0.address = "https://stats.example.com" }
    let token = "Authorization: Bearer " + (try await site.token(of: "owner"))
    let answer = try await Wire.ask(
      site.port, "GET", "/scim/v2/Users?count=1", host: "evil.example", headers: [token])
    #expect(answer.text.contains("https://stats.example.com/scim/v2/Users/"))
  }

  @Test func `No link is made of what a request calls the site`() async throws {
    let site = try await TestSite()
    let token = "Authorization: Bearer " + (try await site.token(of: "owner"))
    for path in [
      "/scim/v2/Users?count=3", "/scim/v2/ServiceProviderConfig", "/signin", "/users", "/api/v1/openapi.json",
    ] {
      let answer = try await Wire.ask(site.port, "GET", path, host: "evil.example", headers: [token])
      #expect([200, 303].contains(answer.status) && !answer.text.contains("evil.example"), "\(path)")
      #expect(!answer.headers.values.contains { $0.contains("evil.example") }, "\(path)")
    }
  }
}
