import Foundation

/// What a question offers to choose from, by id.
package struct QuestionChoices: Sendable {
  package private(set) var items: [Choice] = []
  /// Of `matching`: what is matched with the items.
  package private(set) var targets: [Choice] = []

  package struct Choice: Sendable, Equatable {
    package let id: String
    /// Its description, or its id where it has none.
    package let text: String
  }

  /// - Parameters:
  ///   - json: as the store keeps it (`records.md`, *questions*).
  ///   - language: which description is taken where there are several.
  /// - Returns: nil for what is not of the form that the interaction asks for.
  package init?(_ json: String, of interaction: Interaction, language: String) {
    let value = JSONText.parse(json)
    if interaction == .matching {
      guard let sides = value as? [String: Any], let source = Self.choices(sides["source"], language),
        let target = Self.choices(sides["target"], language)
      else { return nil }
      (items, targets) = (source, target)
    } else {
      guard let choices = Self.choices(value, language) else { return nil }
      items = choices
    }
  }

  private static func choices(_ value: Any?, _ language: String) -> [Choice]? {
    guard let list = value as? [[String: Any]] else { return nil }
    var known: Set<ID> = []
    var result: [Choice] = []
    for entry in list {
      guard let id = entry["id"] as? String else { return nil }
      if known.insert(ID(text: id)).inserted {
        result.append(Choice(id: id, text: text(entry["description"], language) ?? id))
      }
    }
    return result
  }

  /// A text, or, as xAPI has it, texts by language: the viewer's, else English, else the first by its tag.
  private static func text(_ description: Any?, _ language: String) -> String? {
    if let text = description as? String { return text.isEmpty ? nil : text }
    guard let texts = description as? [String: String] else { return nil }
    let tags = texts.keys.sorted()
    let tag = [language, "en"].lazy.compactMap { wanted in
      tags.first { $0.equalsBytes(of: wanted) || $0.startsWithBytes(of: wanted + "-") }
    }
    return (tag.first ?? tags.first).flatMap { texts[$0] }
  }
}
