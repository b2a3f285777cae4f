import Foundation
import Support

/// A response or correct response in xAPI syntax (1.0.3, part 2, *Response Patterns*): `[,]` separates items, `[.]` the
/// two parts of a pair, `[:]` the ends of a range; `{case_matters=…}`, `{order_matters=…}` and `{lang=…}` may come
/// first.
package struct ResponsePattern: Sendable, Equatable {
  package private(set) var items: [Item] = []
  package private(set) var caseMatters = false
  package private(set) var orderMatters = true

  /// An item; `key` is the source or the step of a pair.
  package struct Item: Sendable, Hashable {
    package var key: String?
    package let value: Value
    /// BCP 47.
    package var language: String?
  }

  package enum Value: Sendable, Hashable {
    case text(String)
    /// Lower and upper bound, both inclusive; one of them may be open.
    case range(String?, String?)
  }

  /// - Returns: nil if the text does not have the form that the interaction requires.
  package init?(_ text: String, of interaction: Interaction) {
    if interaction == .other {
      items = [Item(value: .text(text))]
      return
    }
    var rest = Substring(text)
    let language = takeParameters(of: &rest)
    for part in rest.split(separator: "[,]", omittingEmptySubsequences: false) {
      guard var item = Self.item(part, interaction) else { return nil }
      item.language = item.language ?? language
      items.append(item)
    }
    let isSingle = [.trueFalse, .likert, .numeric].contains(interaction)
    if isSingle, items.count != 1 { return nil }
    // Ids that are chosen, ordered or matched must be unique.
    if interaction == .matching || interaction == .performance {
      if Set(items.map(\.key)).count != items.count { return nil }
    } else if interaction == .choice || interaction == .sequencing {
      if Set(items.map(\.value)).count != items.count { return nil }
    }
  }

  /// Removes the leading parameters.
  /// - Returns: their language, if any.
  private mutating func takeParameters(of text: inout Substring) -> String? {
    var language: String?
    while text.hasPrefix("{"), let end = text.firstIndex(of: "}") {
      let parameter = text[text.index(after: text.startIndex)..<end].split(separator: "=", maxSplits: 1)
      switch (parameter.first, parameter.count == 2 ? parameter[1] : nil) {
      case ("case_matters", "true"): caseMatters = true
      case ("case_matters", "false"): caseMatters = false
      case ("order_matters", "true"): orderMatters = true
      case ("order_matters", "false"): orderMatters = false
      case ("lang", let tag?) where tag.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x7A).contains($0) }):
        language = String(tag)
      default: return language
      }
      text = text[text.index(after: end)...]
    }
    return language
  }

  private static func item(_ text: Substring, _ interaction: Interaction) -> Item? {
    switch interaction {
    case .fillIn, .longFillIn:
      var (text, own) = (text, ResponsePattern())
      let language = own.takeParameters(of: &text)
      return Item(value: .text(String(text)), language: language)
    case .trueFalse: return text == "true" || text == "false" ? Item(value: .text(String(text))) : nil
    case .numeric: return numericValue(text).map { Item(value: $0) }
    case .matching, .performance: return pair(text, interaction)
    default: return text.isEmpty ? nil : plain(text).map { Item(value: $0) }
    }
  }

  /// An item with its key.
  private static func pair(_ text: Substring, _ interaction: Interaction) -> Item? {
    let parts = text.split(separator: "[.]", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    let value = interaction == .performance && parts[1].contains("[:]") ? numericValue(parts[1]) : plain(parts[1])
    return value.map { Item(key: String(parts[0]), value: $0) }
  }

  private init() {}

  /// A text without structural separators.
  private static func plain(_ text: Substring) -> Value? {
    ["[.]", "[:]"].contains { text.contains($0) } ? nil : .text(String(text))
  }

  /// A number, or a range with at least one bound, the lower bound first.
  private static func numericValue(_ text: Substring) -> Value? {
    let parts = text.split(separator: "[:]", omittingEmptySubsequences: false)
    if parts.count == 1 { return decimal(text) == nil ? nil : .text(String(text)) }
    guard parts.count == 2, parts.contains(where: { !$0.isEmpty }) else { return nil }
    let ends = parts.map { decimal($0) }
    for (part, end) in zip(parts, ends) where !part.isEmpty && end == nil { return nil }
    if let low = ends[0], let high = ends[1], high < low { return nil }
    let texts = parts.map { $0.isEmpty ? nil : String($0) }
    return .range(texts[0], texts[1])
  }

  /// A decimal number as a person or a program writes it, at most 60 bytes; surrounding spaces are ignored.
  static func decimal(_ text: some StringProtocol) -> Decimal? {
    let text = text.trimmingCharacters(in: .whitespaces)
    guard text.utf8.count <= 60, text.wholeMatch(of: #/[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?/#) != nil
    else { return nil }
    return Decimal(string: text).flatMap { $0.isFinite ? $0 : nil }
  }
}

extension ResponsePattern {
  /// The maximum number of correct responses considered per question.
  private static let alternativesLimit = 100

  /// The correct responses of a question: the text itself, or its elements if it is a JSON array of texts.
  package static func alternatives(_ text: String) -> [String] {
    guard text.hasPrefix("["), let list = JSONText.parse(text) as? [String], !list.isEmpty else { return [text] }
    return Array(list.prefix(alternativesLimit))
  }
}
