/// A question as it was answered: what was given held against what is correct, item by item.
package struct AnsweredQuestion: Sendable {
  package let interaction: Interaction
  package private(set) var lines: [Line] = []
  /// What cannot be read, and is shown as it was handed over.
  package private(set) var faults: [Fault] = []
  /// Further correct responses; the lines hold the one that comes nearest to what was given.
  package private(set) var others: [[Line]] = []
  /// Whether capitals and the order of items matter; nil where it was not said or makes no difference.
  package private(set) var caseMatters: Bool?
  package private(set) var orderMatters: Bool?

  /// One item: of a choice the choice, of a matching the source with its target, and so on.
  package struct Line: Sendable, Equatable {
    package var label: Term?
    package var given: Term?
    package var correct: Term?
    /// Nil where nothing can be said.
    package var mark: Mark?
  }

  package enum Mark: String, Sendable, CaseIterable {
    case right, wrong
    /// Correct and not given.
    case missed
  }

  package enum Term: Sendable, Hashable {
    case text(String, language: String? = nil)
    /// An id that is not among the choices.
    case unknown(String)
    case truth(Bool)
    /// The place in an order, from 1.
    case place(Int)
    case range(String?, String?)
    /// That the line's label itself was chosen, or is correct.
    case label
  }

  package enum Fault: Sendable, Equatable {
    case noResponse
    case response(String)
    case noCorrect
    case correct(String)
    case noChoices
    case choices(String)
    /// The response or the correct one names ids that are not among the choices.
    case unknownChoices
  }

  /// - Parameter choices: as `QuestionChoices` takes them; so `language`.
  package init(
    _ interaction: Interaction, choices: String?, correct: String?, response: String?, language: String = "en"
  ) {
    self.interaction = interaction
    let offered = offered(choices, language)
    let given = read(response, none: .noResponse) { .response($0) }
    let accepted = acceptable(correct)
    let comparisons = (accepted.isEmpty ? [nil] : accepted.map(Optional.some)).map { pattern in
      Comparison(interaction, offered, given: given, correct: pattern)
    }
    let best = comparisons.indices.max { comparisons[$0].agreement < comparisons[$1].agreement } ?? 0
    lines = comparisons[best].lines
    if interaction.hasChoices, choices != nil, offered != nil, lines.contains(where: \.isUnknown) {
      faults.append(.unknownChoices)
    }
    others = accepted.indices.filter { $0 != best }.map {
      Comparison(interaction, offered, given: nil, correct: accepted[$0]).lines.filter { $0.correct != nil }
    }
    tellRules(accepted.isEmpty ? nil : accepted[best])
  }

  private mutating func offered(_ choices: String?, _ language: String) -> QuestionChoices? {
    guard interaction.hasChoices else { return nil }
    guard let choices else {
      faults.append(.noChoices)
      return nil
    }
    let offered = QuestionChoices(choices, of: interaction, language: language)
    if offered == nil { faults.append(.choices(choices)) }
    return offered
  }

  private mutating func read(_ text: String?, none: Fault, bad: (String) -> Fault) -> ResponsePattern? {
    guard let text, !text.isEmpty else {
      faults.append(none)
      return nil
    }
    let pattern = ResponsePattern(text, of: interaction)
    if pattern == nil { faults.append(bad(text)) }
    return pattern
  }

  /// One that cannot be read makes all of them unreadable: who of them was meant would be a guess.
  private mutating func acceptable(_ correct: String?) -> [ResponsePattern] {
    guard let correct, !correct.isEmpty else {
      faults.append(.noCorrect)
      return []
    }
    let patterns = ResponsePattern.alternatives(correct).map { ResponsePattern($0, of: interaction) }
    if patterns.contains(nil) {
      faults.append(.correct(correct))
      return []
    }
    return patterns.compactMap { $0 }
  }

  private mutating func tellRules(_ pattern: ResponsePattern?) {
    guard let pattern, interaction == .fillIn else { return }
    caseMatters = pattern.caseMatters
    if pattern.items.count > 1 { orderMatters = pattern.orderMatters }
  }
}

extension AnsweredQuestion.Line {
  fileprivate var isUnknown: Bool {
    [label, given, correct].contains { if case .unknown? = $0 { true } else { false } }
  }
}
