import Foundation
import Mustache
import Records
import Support

/// The texts and number formats of one language, from `Languages/CODE.json`. The words of the catalogue of statistics
/// are English unless the file has them.
struct Language: Sendable {
  let code: String
  private let texts: [String: Text]
  private let numbers: IntegerFormatStyle<Int>

  private enum Text: Decodable, Sendable {
    case plain(TextTemplate)
    case plural([String: TextTemplate])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .plain(TextTemplate(text))
      } else {
        self = .plural(try container.decode([String: String].self).mapValues(TextTemplate.init))
      }
    }
  }

  init(code: String, file: URL) throws {
    self.code = code
    numbers = .number.locale(Locale(identifier: code))
    let own = try JSONDecoder().decode([String: Text].self, from: Data(contentsOf: file))
    texts = Self.catalogue.mapValues { .plain(TextTemplate($0)) }.merging(own) { $1 }
  }

  /// A text, with its `%{name}` placeholders replaced. A missing key is returned as is, and fails a test.
  func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
    guard case .plain(let text) = texts[key] else { return key }
    return text.filled(values)
  }

  /// A text that may be missing.
  func optional(_ key: String) -> String? {
    if case .plain(let text) = texts[key] { text.filled([:]) } else { nil }
  }

  /// A text that depends on a number, `%{count}`. Uses the form "one" for 1 and "other" for everything else, which
  /// suits the built-in languages.
  func plural(_ key: String, _ count: Int) -> String {
    guard case .plural(let forms) = texts[key], let text = forms[count == 1 ? "one" : "other"] else { return key }
    return text.filled(["count": number(count)])
  }

  func number(_ number: Int) -> String { number.formatted(numbers) }

  var direction: String {
    Locale.Language(identifier: code).characterDirection == .rightToLeft ? "rtl" : "ltr"
  }

  /// The texts for templates: `{{text.key}}`.
  var lookup: any MustacheParent { Lookup(language: self) }

  private struct Lookup: MustacheParent {
    let language: Language
    func child(named name: String) -> Any? { language(name) }
  }
}

extension Language {
  /// The language of exported files, regardless of the viewer's language.
  static let english = try? Language(
    code: "en", file: Bundle.module.bundleURL.appending(path: "Languages/en.json"))
}

/// The available languages.
struct Languages: Sendable {
  private let all: [String: Language]
  private let english: Language
  private static let fallback = "en"

  /// - Parameter folders: a later folder overrides the languages of earlier ones.
  init(_ folders: [URL]) throws {
    let files = try folders.flatMap {
      try Folder.contents(of: $0)
    }
    let languages = try files.filter { $0.pathExtension == "json" }.map { file in
      let code = file.deletingPathExtension().lastPathComponent
      return (code, try Language(code: code, file: file))
    }
    all = Dictionary(languages) { $1 }
    guard let english = all[Self.fallback] else { preconditionFailure("Languages/en.json is missing from the build") }
    self.english = english
  }

  /// The language for a BCP 47 tag: the tag itself, or without its last subtags, or English.
  func language(for tag: String?) -> Language {
    var subtags = (tag ?? Self.fallback).splitBytes(at: "-")
    while !subtags.isEmpty {
      if let language = all[subtags.joined(separator: "-")] { return language }
      subtags.removeLast()
    }
    return english
  }
}
