import Foundation

@testable import Web

/// A language for tests, derived from English: every text is in brackets.
enum PseudoLanguage {
  static let english = Fixtures.sources.appending(path: "Web/Languages/en.json")

  /// A folder with the language instead of English, or with its own code, `qps-ploc`.
  /// - Parameter translatesCatalogue: whether it has its own words for the catalogue of statistics.
  static func folder(code: String, translatesCatalogue: Bool = true) throws -> URL {
    var texts = try texts()
    if translatesCatalogue { texts.merge(Language.catalogue) { own, _ in own } }
    let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let data = try JSONSerialization.data(withJSONObject: bracketed(texts))
    try data.write(to: folder.appending(path: code + ".json"))
    return folder
  }

  /// The texts of `en.json`.
  static func texts() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(contentsOf: english)) as? [String: Any] ?? [:]
  }

  private static func bracketed(_ value: Any) -> Any {
    switch value {
    case let text as String: "[[\(text)]]"
    case let members as [String: Any]: members.mapValues(bracketed)
    default: value
    }
  }

  /// The readable or audible parts of a page: texts between tags, and attributes that contain words.
  static func visibleTexts(_ html: String) -> [String] {
    let bare = html.replacing(#/(?s)<(script|style|svg)\b.*?</\1>|<!--.*?-->|<wbr>/#, with: "")
    let attributes = bare.matches(of: #/\s(?:title|aria-label|placeholder|alt|data-label)="([^"]*)"/#).map {
      String($0.1)
    }
    let texts = bare.split(separator: #/(?s)<[^>]*>/#).map(String.init)
    return (texts + attributes).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
  }

  /// The parts of a text outside of all brackets.
  static func outside(_ text: String) -> String {
    var depth = 0
    var result = ""
    var rest = Substring(text)
    while let character = rest.first {
      if rest.hasPrefix("[[") { depth += 1; rest = rest.dropFirst(2); continue }
      if rest.hasPrefix("]]") { depth -= 1; rest = rest.dropFirst(2); continue }
      if depth == 0 { result.append(character) }
      rest = rest.dropFirst()
    }
    return result
  }
}
