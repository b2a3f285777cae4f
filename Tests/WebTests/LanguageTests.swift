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
        "Assigned programs", "Messages", "Total time spent", "x", "general-stats", "Group", "Month", "Users",
        "Active users", "Time spent", "Completed courses", "none", "summary",
      ]
      // The names of sources.
      + ["records", "pages"]
      // What the tour types into fields.
      + ["Nobody"]).flatMap { $0.split(whereSeparator: isBreak) })

  private static func isBreak(_ character: Character) -> Bool { character.isWhitespace || "·,()".contains(character) }

  private static func isRecordOrNumber(_ word: Substring) -> Bool {
    words.contains(word) || word.hasPrefix("http://127.0.0.1:") || word.allSatisfy { !$0.isLetter }
      || word.wholeMatch(of: #/[a-z]+(_[a-z]+)+/#) != nil
      || ["managers", "messages", "groups", "comments", "publications", "reactions", "users", "certificates"].contains(
        word)
  }

  @Test func `On no page does any text stand that is not from the catalogue`() async throws {
    let folder = try PseudoLanguage.folder(code: "en")
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try await TestSite(languages: folder)
    for page in try await PageTour.smallWorld(site) {
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
