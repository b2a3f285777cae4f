package import Records

/// A question as it was asked; all values as imported.
package struct AskedQuestion: Sendable {
  package let interaction: Interaction
  /// JSON (`records.md`, *questions*).
  package let choices: String?
  /// An xAPI correct-responses pattern.
  package let correct: String?

  init(interaction: String, choices: String?, correct: String?) {
    self.interaction = Interaction(rawValue: interaction) ?? .other
    self.choices = choices
    self.correct = correct
  }

  /// Whether users choose from a list, so that each choice is counted.
  package var isChosen: Bool {
    switch interaction {
    case .choice, .trueFalse, .likert: true
    default: false
    }
  }

  /// The choices in their order; empty if they are missing or cannot be read.
  /// - Parameter language: the preferred one, if there are several descriptions.
  package func offered(in language: String) -> [(id: String, text: String)] {
    if interaction == .trueFalse { return ["true", "false"].map { ($0, $0) } }
    let read = choices.flatMap { QuestionChoices($0, of: interaction, language: language) }
    return (read?.items ?? []).map { ($0.id, $0.text) }
  }

  /// The choices that a response contains. One that is not well formed is split at its separators.
  func chosen(in response: String) -> Set<ID> {
    guard let pattern = ResponsePattern(response, of: interaction) else {
      return Set(ids: response.split(separator: "[,]").map(String.init))
    }
    return Set(ids: pattern.items.compactMap { if case .text(let id) = $0.value { id } else { nil } })
  }

  /// A correct-responses pattern in words: the texts of the choices, and plain separators.
  package func spelled(_ pattern: String, in language: String) -> String {
    let texts = Dictionary(offered(in: language).map { (ID(text: $0.id), $0.text) }) { first, _ in first }
    let separators = [("[,]", ", "), ("[.]", " → "), ("[:]", " – ")]
    return ResponsePattern.alternatives(pattern).map { alternative in
      let items = alternative.split(separator: "[,]").map { texts[ID(text: String($0))] ?? String($0) }
      return separators.reduce(items.joined(separator: "[,]")) { $0.replacing($1.0, with: $1.1) }
    }.joined(separator: " / ")
  }

  /// Whether a correct response contains the choice.
  func isCorrect(_ choice: String) -> Bool {
    correct.map { ResponsePattern.alternatives($0).contains { chosen(in: $0).contains(choice) } } ?? false
  }
}
