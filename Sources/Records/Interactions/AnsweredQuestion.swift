/// An answered question: the response compared with the correct response, item by item.
package struct AnsweredQuestion: Sendable {
  package let interaction: Interaction
  package private(set) var lines: [Line] = []
  /// What cannot be read; it is shown as received.
  package private(set) var faults: [Fault] = []
  /// Other correct responses; `lines` use the one closest to the response.
  package private(set) var others: [[Line]] = []
  /// Whether case and the order of items matter (without a parameter: no, yes); nil if irrelevant, or without a readable
  /// correct response.
  package private(set) var caseMatters: Bool?
  package private(set) var orderMatters: Bool?

  /// One item, such as a choice, or the source and target of a matching pair.
  package struct Line: Sendable, Equatable {
    package var label: Term?
    package var given: Term?
    package var correct: Term?
    /// Nil if the item cannot be judged.
    package var mark: Mark?
  }

  package enum Mark: String, Sendable, CaseIterable {
    case right, wrong
    /// Correct but not given.
    case missed
  }

  package enum Term: Sendable, Hashable {
    case text(String, language: String? = nil)
    /// An id that is not among the choices.
    case unknown(String)
    case truth(Bool)
    /// The position in an order, from 1.
    case place(Int)
    case range(String?, String?)
    /// The line's label itself was chosen, or is correct.
    case label
  }

  package enum Fault: Sendable, Equatable {
    case noResponse
    case response(String)
    case noCorrect
    case correct(String)
    case noChoices
    case choices(String)
    /// The response or the correct response contains ids that are not among the choices.
    case unknownChoices
  }

  /// - Parameter choices: see `QuestionChoices`; likewise `language`.
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

  /// If one alternative cannot be read, all are treated as unreadable; otherwise the intended one would be a guess.
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
