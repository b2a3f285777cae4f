import Foundation
import ReferenceModel
import Testing
import TestSupport

/// The question as answered: every interaction type of xAPI, correct, malformed and with parts missing.
@Suite struct AnswerPageTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let choices: String
    let correct: String
    let response: String
    /// The page's description of this response.
    let says: [String]
    let malformed: String
    var testDescription: String { name }
  }

  private static let list = #"[{"id":"a","description":"Apples"},{"id":"b","description":"Bananas & co"}]"#
  private static let sides =
    #"{"source":[{"id":"a","description":"Apples"}],"target":[{"id":"x","description":"Red <b>"}]}"#

  static let kinds: [Kind] = [
    Kind(
      name: "true-false", choices: "", correct: "true", response: "false",
      says: ["True", "False", "✗ Wrong", "○ Missed"],
      malformed: "maybe"),
    Kind(
      name: "choice", choices: list, correct: "a[,]b", response: "a",
      says: ["Apples", "Bananas &amp; co", "● Chosen", "✓ Right", "○ Missed"], malformed: "a[,]"),
    Kind(
      name: "fill-in", choices: "", correct: "{case_matters=true}{order_matters=false}Ann[,]Bob", response: "Bob[,]ann",
      says: ["✓ Right", "✗ Wrong", "○ Missed", "Case-sensitive.", "order does not matter"], malformed: ""),
    Kind(
      name: "long-fill-in", choices: "", correct: "{lang=fr}Une phrase", response: "Two\nlines <script>",
      says: ["Two\nlines &lt;script&gt;", "lang=\"fr\"", "Une phrase"], malformed: ""),
    Kind(
      name: "matching", choices: sides, correct: "a[.]x", response: "a[.]x",
      says: ["Apples", "Red &lt;b&gt;", "✓ Right"],
      malformed: "a[.]x[.]y"),
    Kind(
      name: "performance", choices: list, correct: "a[.]1[:]3[,]b[.]done", response: "a[.]7[,]b[.]done",
      says: ["Apples", "1 to 3", "✗ Wrong", "✓ Right"], malformed: "a"),
    Kind(
      name: "sequencing", choices: list, correct: "a[,]b", response: "b[,]a", says: ["Bananas &amp; co", "✗ Wrong"],
      malformed: "a[,]a"),
    Kind(
      name: "likert", choices: list, correct: "", response: "b", says: ["● Chosen", "nothing is marked"],
      malformed: "a[,]b"),
    Kind(
      name: "numeric", choices: "", correct: "1[:]72", response: "24", says: ["1 to 72", "24", "✓ Right"],
      malformed: "x"),
    Kind(name: "other", choices: "", correct: "(1,2)", response: "(0,0)", says: ["(1,2)", "(0,0)"], malformed: ""),
  ]

  private static let shared = Task { try await TestSite(texts) }

  /// An answer of each kind of question: `KIND-good`, `KIND-bad` (response), `KIND-worse` (correct and choices), `KIND-bare`.
  static var texts: [String: String] {
    func row(_ cells: String...) -> String {
      cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
    }
    var (questions, answers) = (
      "id,interaction,statement,choices,correct\n", "id,user,question,answered_at,response,score\n"
    )
    for kind in kinds {
      let odd = kind.malformed.isEmpty ? kind.correct : kind.malformed
      questions += row(kind.name, kind.name, "Which \(kind.name)?", kind.choices, kind.correct)
      questions += row(kind.name + "-odd", kind.name, "Odd", kind.choices.isEmpty ? "" : otherShape(kind), odd)
      questions += row(kind.name + "-bare", kind.name, "Bare", "", "")
      let then = FixedClock.daysAgo(3)
      answers += row(kind.name + "-good", "inside", kind.name, then, kind.response, "50")
      answers += row(kind.name + "-bad", "inside", kind.name, then, kind.malformed, "0")
      answers += row(kind.name + "-worse", "inside", kind.name + "-odd", then, kind.response, "100")
      answers += row(kind.name + "-bare", "inside", kind.name + "-bare", then, "", "")
    }
    return SmallWorld.texts.merging(["questions": questions, "answers": answers]) { _, own in own }
  }

  /// Choices of another interaction type.
  private static func otherShape(_ kind: Kind) -> String { kind.name == "matching" ? list : sides }

  let owner: Browser

  init() async throws { owner = try await Self.shared.value.browser(of: "owner") }

  private func page(_ answer: String) async throws -> String {
    let page = try await owner.get("/users/inside/answers/\(answer)")
    #expect(page.status == 200, "\(answer): \(page.status)")
    return page.text
  }

  @Test(arguments: kinds) func `A response is shown beside the correct one, marked in words`(kind: Kind) async throws {
    let text = try await page(kind.name + "-good")
    for words in ["Which \(kind.name)?", "◐ Partly right", "50 %", "12/03/2026 12:00", "Inside Person"] + kind.says {
      #expect(text.contains(words), "\(words)")
    }
    #expect(!text.contains("not in the format expected") && !text.contains("<pre"))
    for words in ["text.", "answer_", "interaction_", "%{", "<script>Two"] {
      #expect(!text.contains(words), "\(words)")
    }
  }

  @Test(arguments: kinds) func `A response that cannot be read is shown as it is, and said so`(kind: Kind) async throws
  {
    let text = try await page(kind.name + "-bad")
    #expect(text.contains("✗ Wrong"))
    if kind.malformed.isEmpty {
      #expect(text.contains("The response is not in the records"))
    } else {
      #expect(text.contains("The response is not in the format expected"))
      #expect(text.contains("<pre dir=\"auto\">\(kind.malformed)</pre>"))
    }
  }

  @Test(arguments: kinds) func `So are choices and correct responses`(kind: Kind) async throws {
    let text = try await page(kind.name + "-worse")
    #expect(text.contains("class=\"badge good\">✓ Right"))
    if !kind.malformed.isEmpty { #expect(text.contains("The correct response is not in the format expected")) }
    if !kind.choices.isEmpty { #expect(text.contains("The choices are not in the format expected")) }
  }

  @Test(arguments: kinds) func `What was not handed over is told`(kind: Kind) async throws {
    let text = try await page(kind.name + "-bare")
    #expect(text.contains("Not scored"))
    for words in ["The response is not in the records", "The correct response is not in the records"] {
      #expect(text.contains(words), "\(words)")
    }
    let hasChoices = !kind.choices.isEmpty
    #expect(text.contains("The choices are not in the records") == hasChoices)
  }
}
