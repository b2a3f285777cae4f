import Foundation
import Testing

/// Words and phrases that plain English replaces, in comments, documents and texts for users. A list of words to avoid,
/// not a judge of style. `Scripts/measure` counts most of them.
@Suite struct StyleTests {
  /// A pattern for whole words, in any case, and what to write instead.
  private typealias Phrase = (pattern: String, better: String)

  private static let phrases: [Phrase] = [
    ("whom|whoever", "the user, the client, they"),
    ("(?-i:Who) (?:is|has|sees|may|asks|comes|goes)(?![^.]*\\?)", "a user with …, users that …"),
    ("whatever is", "everything that is"),
    ("whose are", "that belong to"),
    ("(?<!there )(?:is|are) no(?! longer\\b)", "is not a, are not"),
    ("(?:made |make )?anew", "again, recompute"),
    ("somebody(?:[’']s)?", "someone"),
    ("nobody[’']s", "no user’s"),
    ("alone", "only"),
    ("beside", "next to"),
    ("besides", "also, in addition"),
    ("hand(?:s|ed|ing)? over", "send, pass, provide"),
    ("takes? in|taken in|taking in|took in", "import"),
    ("stands? (?:in|there|here|beside)", "is in, is next to"),
    ("lies? in", "is in, are in"),
    ("makes? up|made up|made-up", "generate, generated"),
    ("(?:one[’']s|of its) own", "your own, a separate …, its own …"),
    ("tells? (?:who|whether|what|where|how)", "indicate, say, show"),
    ("present (?:password|value)", "current"),
    ("mend(?:s|ed|ing)?", "fix, correct"),
    ("touched (?:user|users|by)", "affected"),
    ("all there is", "everything"),
    ("thereby", "so, therefore"),
    ("lest", "so that … not"),
  ]

  private let phrases: [(pattern: NSRegularExpression, better: String)]
  private let any: NSRegularExpression

  init() throws {
    phrases = try Self.phrases.map { (try Self.regex($0.pattern), $0.better) }
    any = try Self.regex(Self.phrases.map { "(?:\($0.pattern))" }.joined(separator: "|"))
  }

  private static func regex(_ pattern: String) throws -> NSRegularExpression {
    try NSRegularExpression(pattern: "\\b(?:\(pattern))\\b", options: .caseInsensitive)
  }

  @Test func `Comments in the sources are in plain English`() throws {
    let comment = try NSRegularExpression(pattern: "(?:^|[^:\"])//+(.*)$")
    for file in try Architecture.files(in: "Sources") {
      for (index, line) in file.lines.enumerated() {
        let line = String(line)
        guard let match = comment.firstMatch(in: line, range: Self.whole(line)) else { continue }
        judge(Self.text(match.range(at: 1), of: line), at: file, index)
      }
    }
  }

  @Test func `Documents are in plain English`() throws {
    let names = try ["README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG"].map { try Architecture.file("\($0).md") }
    let documents = try Architecture.files(in: "docs", ending: ".md").filter { !$0.path.hasPrefix("docs/spec/") }
    #expect(documents.count > 20)
    for file in names + documents {
      for (index, line) in file.lines.enumerated() {
        // The first cell of the table quotes the source article.
        let quotes = file.path == "docs/coverage.md" && line.hasPrefix("| ")
        judge(quotes ? line.split(separator: "|").dropFirst(2).joined(separator: "|") : String(line), at: file, index)
      }
    }
  }

  @Test func `Texts for users are in plain English`() throws {
    let texts = try Architecture.files(in: "Sources", ending: "/en.json")
    #expect(!texts.isEmpty)
    for file in texts {
      for (index, line) in file.lines.enumerated() {
        // Keys are names in the code.
        guard let colon = line.range(of: "\": ") else { continue }
        judge(String(line[colon.upperBound...]), at: file, index)
      }
    }
  }

  /// Records an issue for each phrase; what is in backticks is code.
  private func judge(_ line: String, at file: Architecture.File, _ index: Int) {
    let prose = line.replacingOccurrences(of: "`[^`]*`", with: "…", options: .regularExpression)
    guard any.firstMatch(in: prose, range: Self.whole(prose)) != nil else { return }
    for (pattern, better) in phrases {
      for match in pattern.matches(in: prose, range: Self.whole(prose)) {
        Issue.record("\(file.path):\(index + 1): “\(Self.text(match.range, of: prose))”. Better: \(better)")
      }
    }
  }

  private static func whole(_ text: String) -> NSRange { NSRange(text.startIndex..., in: text) }

  private static func text(_ range: NSRange, of text: String) -> String {
    Range(range, in: text).map { String(text[$0]) } ?? ""
  }
}
