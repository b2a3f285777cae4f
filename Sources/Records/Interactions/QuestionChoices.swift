import Foundation
import Support

/// The choices of a question, by id.
package struct QuestionChoices: Sendable {
  package private(set) var items: [Choice] = []
  /// For `matching`: the targets that items are matched with.
  package private(set) var targets: [Choice] = []

  package struct Choice: Sendable, Equatable {
    package let id: String
    /// The description, or the id if there is none.
    package let text: String
  }

  /// - Parameters:
  ///   - json: as stored (`records.md`, *questions*).
  ///   - language: the preferred language if there are several descriptions.
  /// - Returns: nil if the JSON does not have the form that the interaction requires.
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

  /// A text, or texts by language as in xAPI: the viewer's language, else English, else the first tag in order.
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
