import Foundation
import Mail
import Testing
import TestSupport

/// Emails are in the language of their recipients.
@Suite struct LetterLanguageTests {
  @Test func `A letter is in its receiver's language, every text of it`() async throws {
    let folder = try PseudoLanguage.folder(code: "qps-ploc")
    defer { try? FileManager.default.removeItem(at: folder) }
    let letters = Letters()
    let site = try await TestSite.withWorkers(post: letters, languages: folder)
    _ = try await site.browser(of: "a/b?c").orderFile("/users/a%2Fb%3Fc/download")
    let message = try await letters.first()
    #expect(message.subject.hasPrefix("[[") && message.html.contains("lang=\"qps-ploc\""))
    for line in message.text.split(separator: "\n") where !line.hasPrefix("https://") {
      #expect(line.hasPrefix("[[") && line.hasSuffix("]]"), "\(line)")
    }
    for text in PseudoLanguage.visibleTexts(message.html) where text != "<!DOCTYPE html>" {
      #expect(text.hasPrefix("[["), "\(text)")
    }
  }
}
