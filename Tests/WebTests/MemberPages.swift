import Foundation
import Testing
import TestSupport

/// Actions on the member pages.
enum MemberPages {
  /// A refused form for a new member, a created member, and a displayed link.
  static func refusedAndMade(by owner: Browser) async throws -> [Answer] {
    let refused = try await owner.create([
      ("email", "no address"), ("language", "?"), ("auto_delete_on", "2020-01-01"), ("way", "password"),
      ("new_password", "short"), ("group", "sales"), ("role", "owner"), ("add_manager", "nobody@x.org"),
    ])
    let made = try await owner.create([("first_name", "Inside"), ("last_name", "Person"), ("email", "gone@x.org")])
    return [refused, made]
  }
}

extension Browser {
  /// Sends a form whose fields may repeat, with this session's secret.
  func send(_ path: String, _ fields: [(String, String)] = []) async throws -> Answer {
    let all = [("csrf", try await csrf())] + fields
    let body = all.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    return try await post(path, body, type: "application/x-www-form-urlencoded")
  }

  func create(_ fields: [(String, String)]) async throws -> Answer { try await send("/members/new", fields) }

  /// A member's current form, with some fields changed.
  func change(_ id: String, _ fields: [(String, String)]) async throws -> Answer {
    let page = try await get("/members/\(Self.encoded(id))").text
    let names = ["first_name", "last_name", "email", "title", "additional_information", "language", "auto_delete_on"]
    var all: [(String, String)] = names.compactMap { name in
      guard !fields.contains(where: { $0.0 == name }) else { return nil }
      return Self.values(of: name, on: page).first.map { (name, $0) }
    }
    for name in ["had", "had_manager"] {
      all += Self.values(of: name, on: page).map { (name, $0) }
    }
    let keeps = fields.contains { $0.0 == "keep" || $0.0 == "keep_manager" }
    if !keeps {
      all += all.filter { $0.0.hasPrefix("had") }.map { ($0.0.replacing("had", with: "keep"), $0.1) }
    }
    let typed = fields.filter { !$0.1.isEmpty || !$0.0.hasPrefix("keep") }
    return try await send("/members/\(Self.encoded(id))", all + typed)
  }

  private static func values(of name: String, on page: String) -> [String] {
    let field = try! Regex("name=\"\(name)\" value=\"([^\"]*)\"", as: (Substring, Substring).self)
    return page.matches(of: field).map { String($0.1) }
  }

  /// Opens a link that sets a password, and sets it; returns the last response.
  func setPassword(
    by link: String, _ password: String = TestSite.password, again: String? = nil
  ) async throws -> Answer {
    let path = link.replacing("https://stats.example.com", with: "").replacing(#/^http://[^/]+/#, with: "")
    let opened = try await get(path)
    guard opened.status == 303 else { return opened }
    let form = try await get(try #require(opened.location))
    guard form.status == 200 else { return form }
    return try await submit(
      "/signin/password", ["csrf": form.hidden("csrf") ?? "", "new": password, "again": again ?? password])
  }
}

extension String {
  /// The link that sets a password, in an email or on a page.
  var passwordLink: String? {
    firstMatch(of: #/https?://[^\s<>"]+/signin/password\?key=[A-Za-z0-9_-]+/#).map { String($0.0) }
  }
}
