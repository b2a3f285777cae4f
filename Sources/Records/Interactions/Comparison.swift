/// A response compared with one correct response, line by line.
struct Comparison {
  typealias Line = AnsweredQuestion.Line
  typealias Term = AnsweredQuestion.Term

  private let interaction: Interaction
  private let choices: QuestionChoices?
  private let given: ResponsePattern?
  private let correct: ResponsePattern?
  private let texts: [ID: String]
  private let targets: [ID: String]
  private(set) var lines: [Line] = []

  init(
    _ interaction: Interaction, _ choices: QuestionChoices?, given: ResponsePattern?, correct: ResponsePattern?
  ) {
    self.interaction = interaction
    self.choices = choices
    self.given = given
    self.correct = correct
    texts = Dictionary(uniqueKeysWithValues: (choices?.items ?? []).map { (ID(text: $0.id), $0.text) })
    targets = Dictionary(uniqueKeysWithValues: (choices?.targets ?? []).map { (ID(text: $0.id), $0.text) })
    lines =
      switch interaction {
      case .trueFalse, .choice, .likert: chosen
      case .matching, .performance: paired
      case .fillIn where correct?.orderMatters == false: inAnyOrder
      default: inOrder
      }
  }

  /// The number of right items minus the number of other marked items.
  var agreement: Int {
    lines.reduce(0) { $0 + ($1.mark == nil ? 0 : $1.mark == .right ? 1 : -1) }
  }

  /// A line for each choice, then for each id that is not among them.
  private var chosen: [Line] {
    let (given, correct) = (given?.values ?? [], correct?.values ?? [])
    let (givenSet, correctSet) = (Set(ids: given), Set(ids: correct))
    let offered = interaction == .trueFalse ? ["true", "false"] : choices?.items.map(\.id) ?? []
    return Self.inOrder(offered, given, correct).map { id in
      let (isGiven, isCorrect) = (givenSet.contains(id), correctSet.contains(id))
      return Line(
        label: interaction == .trueFalse ? .truth(id == "true") : term(id, texts), given: isGiven ? .label : nil,
        correct: isCorrect ? .label : nil, mark: mark(isGiven, isCorrect, isEqual: isGiven && isCorrect))
    }
  }

  /// A line for each source or step, then for each one that is not among the choices.
  private var paired: [Line] {
    let (given, correct) = (given?.pairs ?? [:], correct?.pairs ?? [:])
    let keys = [self.given, self.correct].map { $0?.items.compactMap(\.key) ?? [] }
    return Self.inOrder(choices?.items.map(\.id) ?? [], keys[0], keys[1]).map { key in
      Line(
        label: term(key, texts), given: given[key].map { partner($0) }, correct: correct[key].map { partner($0) },
        mark: mark(given[key] != nil, correct[key] != nil, isEqual: isEqual(given[key], correct[key])))
    }
  }

  /// The items compared by position.
  private var inOrder: [Line] {
    let (given, correct) = (given?.items ?? [], correct?.items ?? [])
    let count = max(given.count, correct.count)
    return (0..<count).map { index in
      line(
        index < given.count ? given[index] : nil, index < correct.count ? correct[index] : nil,
        count == 1 && interaction != .sequencing ? nil : .place(index + 1))
    }
  }

  /// Each given item paired with an equal correct one, if one is left.
  private var inAnyOrder: [Line] {
    let correct = correct?.items ?? []
    var left = Dictionary(grouping: correct.indices.reversed()) { folded(correct[$0].value) }
    let given = (given?.items ?? []).map { item in
      line(item, left[folded(item.value)]?.popLast().map { correct[$0] }, nil)
    }
    return given + left.values.joined().sorted().map { line(nil, correct[$0], nil) }
  }

  private func line(
    _ given: ResponsePattern.Item?, _ correct: ResponsePattern.Item?, _ label: Term?
  ) -> Line {
    Line(
      label: label, given: given.map { single($0) }, correct: correct.map { single($0) },
      mark: mark(given != nil, correct != nil, isEqual: isEqual(given?.value, correct?.value)))
  }

  /// Nil if there is nothing to compare with, or for `long-fill-in` and `other`, where only the score says anything.
  private func mark(_ isGiven: Bool, _ isCorrect: Bool, isEqual: Bool) -> AnsweredQuestion.Mark? {
    if given == nil || correct == nil || interaction == .longFillIn || interaction == .other { return nil }
    if isGiven { return isEqual ? .right : .wrong }
    return isCorrect ? .missed : nil
  }
}

extension Comparison {
  private func term(_ id: String, _ texts: [ID: String]) -> Term {
    texts[ID(text: id)].map { .text($0) } ?? .unknown(id)
  }

  private func partner(_ value: ResponsePattern.Value) -> Term {
    switch value {
    case .text(let id) where interaction == .matching: term(id, targets)
    case .text(let text): .text(text)
    case .range(let low, let high): .range(low, high)
    }
  }

  private func single(_ item: ResponsePattern.Item) -> Term {
    switch item.value {
    case .text(let id) where interaction == .sequencing: term(id, texts)
    case .text(let text): .text(text, language: item.language)
    case .range(let low, let high): .range(low, high)
    }
  }

  private func isEqual(_ given: ResponsePattern.Value?, _ correct: ResponsePattern.Value?) -> Bool {
    guard let given, let correct else { return false }
    switch (given, correct) {
    case (.text(let given), .range(let low, let high)): return isNumber(given, from: low, to: high)
    case (.text(let text), .text(let wanted)) where interaction == .numeric || interaction == .performance:
      if let number = ResponsePattern.decimal(text), let other = ResponsePattern.decimal(wanted) {
        return number == other
      }
      return text == wanted
    default: return folded(given) == folded(correct)
    }
  }

  /// - Parameters:
  ///   - low: inclusive; nil is unbounded, as is a text that is not a number.
  ///   - high: as `low`.
  private func isNumber(_ text: String, from low: String?, to high: String?) -> Bool {
    guard let number = ResponsePattern.decimal(text) else { return false }
    let isLow = low.flatMap { ResponsePattern.decimal($0) }.map { number < $0 } ?? false
    let isHigh = high.flatMap { ResponsePattern.decimal($0) }.map { number > $0 } ?? false
    return !isLow && !isHigh
  }

  /// Typed text is trimmed, and lower-cased unless case matters.
  private func folded(_ value: ResponsePattern.Value) -> ResponsePattern.Value {
    guard case .text(let text) = value, interaction == .fillIn else { return value }
    var end = Substring(text)
    while end.first?.isWhitespace == true { end.removeFirst() }
    while end.last?.isWhitespace == true { end.removeLast() }
    return .text(correct?.caseMatters == true ? String(end) : end.lowercased())
  }

  /// All ids without duplicates, in the order of their first occurrence.
  private static func inOrder(_ lists: [String]...) -> [String] {
    var known: Set<ID> = []
    return lists.joined().filter { known.insert(ID(text: $0)).inserted }
  }
}

extension ResponsePattern {
  /// The ids chosen, in order.
  fileprivate var values: [String] {
    items.compactMap { if case .text(let id) = $0.value { id } else { nil } }
  }

  fileprivate var pairs: [String: Value] {
    Dictionary(items.compactMap { item in item.key.map { ($0, item.value) } }) { first, _ in first }
  }
}
