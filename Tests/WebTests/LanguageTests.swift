import Foundation
import ReferenceModel
import Statistics
import Testing

@testable import Web

/// Every visible text comes from the catalogue of the user's language.
@Suite struct LanguageTests {
  /// Texts that do not belong to a language: the records' own texts, numbers, keys of the API.
  private static let words: Set<Substring> = Set(
    (SmallWorld.texts.values.flatMap { CommaSeparated.rows(of: $0).flatMap { $0 } }
      + SmallWorld.people.map(\.capitalized)
      + ["Sales <&>", "UTC"]
      // A preview shows a file as it will be: its titles are the same in every language.
      + [
        "First name", "Last name", "Email", "Additional information", "Managers", "Avg score", "Completed programs",
        "Assigned programs", "Messages", "Total time spent", "x", "general-stats",
      ]).flatMap { $0.split(whereSeparator: isBreak) })

  private static func isBreak(_ character: Character) -> Bool { character.isWhitespace || "·,()".contains(character) }

  private static func isRecordOrNumber(_ word: Substring) -> Bool {
    words.contains(word) || word.hasPrefix("http://127.0.0.1:") || word.allSatisfy { !$0.isLetter }
      || word.wholeMatch(of: #/[a-z]+(_[a-z]+)+/#) != nil
      || ["managers", "messages", "groups", "comments", "publications", "reactions"].contains(word)
  }

  @Test func `On no page does any text stand that is not from the catalogue`() async throws {
    let folder = try PseudoLanguage.folder(code: "en")
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await TestSite(languages: folder)
    let (owner, learner, nobody) = (
      try await site.browser(of: "owner"), try await site.browser(of: "outside"), Browser(port: site.port)
    )
    var pages = [try await nobody.get("/signin"), try await nobody.signIn("nobody@x.org")]
    for path in [
      "/users", "/users?tab=deleted", "/users?q=zzz", "/users?tab=deleted&q=zzz", "/users?q=a&group=sales",
      "/users?sort=no",
      "/users/inside", "/users/owner", "/users/gone", "/users/%3D1%2B1", "/users/no-such", "/help/statistics",
      "/no-such",
      "/users/inside?courses.page=0", "/users?limit=3", "/users/inside/statistics/total_time_spent",
      "/users/inside/statistics/average_score?limit=1", "/users/inside/statistics/tag_average_score?tag=T",
      "/users/inside/statistics/tag_work?tag=", "/users/manager/statistics/direct_reports",
      "/users/inside/statistics/assigned_programs", "/users/inside/statistics/groups",
      "/program-sessions", "/program-sessions?q=zzz", "/path-sessions", "/courses", "/groups", "/tags",
      "/program-sessions/S", "/program-sessions/S?q=zzz", "/path-sessions/HS", "/courses/C", "/groups/root", "/tags/T",
      "/users/inside/programs/S", "/users/inside/paths/HS",
      "/users/inside/courses/C/attempts?session=program:S", "/users/inside/courses/C/attempts?session=path:HS",
      "/users/inside/questions/Q1", "/users/inside/answers/n1", "/users/manager/team", "/users/inside/team",
      "/people/inside", "/people/owner", "/people/owner/card", "/collaborative-activities",
      "/collaborative-activities?q=zzz", "/members", "/members?sort=invited_by",
      "/members/new", "/members/inside", "/members/gone", "/members/owner", "/members/inside?said=saved",
      "/members/inside/delete", "/account/sessions",
      "/custom-fields", "/custom-fields?said=created", "/custom-fields/office", "/custom-fields/office/delete",
      "/custom-fields/no-such",
      "/downloads", "/reports", "/reports/new", "/reports/new?user=no-such&add_user=nobody@x.org",
      "/reports/new?group=sales", "/users?grup=sales", "/users?ward=1", "/users?find_group=zz", "/reports/schedules",
      "/reports/new?edited=1&from=2026-03-31&to=2026-03-01", "/reports/tags/download?from=2026-02-30",
    ] { pages.append(try await owner.get(path)) }
    for path in ["/signin/forgotten", "/signin/password"] { pages.append(try await nobody.get(path)) }
    pages += try await MemberPages.refusedAndMade(by: owner)
    let job = try await owner.orderFile("/users/download")
    let report = try await owner.submit("/reports", ["csrf": try await owner.csrf(), "add_user": "inside@x.org"])
    let saved = try #require(report.location)
    for path in [job, job + "/cancel", "/downloads", saved, String(saved.prefix { $0 != "?" }) + "/delete", "/reports"]
    {
      pages.append(try await owner.get(path))
    }
    _ = try await owner.submit(job + "/cancel", ["csrf": try await owner.csrf()])
    pages.append(try await owner.get(job))
    pages.append(try await learner.get("/users"))
    pages.append(try await owner.submit("/signout", ["csrf": "forged"]))
    for _ in 0..<11 { _ = try await nobody.signIn("coach@x.org", "wrong") }
    pages.append(try await nobody.signIn("coach@x.org"))
    for page in pages {
      #expect(page.headers["content-type"] == "text/html; charset=utf-8")
      #expect(page.text.contains("[["))
      for text in PseudoLanguage.visibleTexts(page.text) {
        let words = PseudoLanguage.outside(Self.unescaped(text)).split(whereSeparator: Self.isBreak)
        let strange = words.filter { !Self.isRecordOrNumber($0) }
        #expect(strange.isEmpty, "\(page.status), in \(text)")
      }
    }
  }

  @Test func `The language is that of the user`() async throws {
    let folder = try PseudoLanguage.folder(code: "qps-ploc")
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await TestSite(languages: folder)
    let page = try await site.browser(of: "a/b?c").get("/users/a%2Fb%3Fc")
    #expect(page.text.contains("lang=\"qps-ploc\"") && page.text.contains("[[Number of answered questions]]"))
    let other = try await site.browser(of: "owner").get("/users/a%2Fb%3Fc")
    #expect(other.text.contains("lang=\"en\"") && !other.text.contains("[["))
  }

  @Test func `A language that lacks the words of the catalogue has them in English, and may have its own`()
    async throws
  {
    let folder = try PseudoLanguage.folder(code: "qps-ploc", translatesCatalogue: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await TestSite(languages: folder)
    let page = try await site.browser(of: "a/b?c").get("/users/a%2Fb%3Fc")
    #expect(page.text.contains("[[") && page.text.contains("Number of answered questions"))
    #expect(!page.text.contains("[[Number of answered questions]]"))
    let file = folder.appending(path: "qps-ploc.json")
    let own = ["statistic_time_spent_title": "Zeit", "family_users": "Leute", "status_late": "spät"]
    try JSONEncoder().encode(own).write(to: file)
    let language = try Language(code: "de", file: file)
    #expect(Statistic.timeSpent.title(language) == "Zeit")
    #expect(Statistic.timeSpent.definition(language) == Statistic.timeSpent.definition)
    #expect(language("family_users") == "Leute" && language("family_tags") == "Tags")
    #expect(language("status_late") == "spät" && language("status_on_time") == "On time")
  }

  private static func unescaped(_ text: String) -> String {
    [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}
