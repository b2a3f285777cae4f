package import DatabaseAccess
import Foundation
import Records

/// The words of a search. A row matches if its names contain every word, in any order, ignoring case and accents
/// (`statistics.md`, rule 8). Spaces, hyphens and commas separate words, in the search and in names.
package struct SearchWords: Sendable {
  private let words: [Word]

  private struct Word: Sendable {
    /// As typed, in lower case: addresses keep their accents.
    let written: String
    /// Normalized as names are; compatibility forms can become several words.
    let keys: [String]

    /// Whether there is nothing else to look for in addresses than in names.
    var hasOneForm: Bool { keys == [written] }
  }

  /// - Returns: nil if the text contains no word.
  package init?(_ text: String?) {
    words = Self.split(text ?? "").compactMap { written in
      let keys = Self.split(sortKey(written))
      let lowered = written.precomposedStringWithCanonicalMapping.lowercased()
      return keys.isEmpty ? nil : Word(written: lowered, keys: keys)
    }
    if words.isEmpty { return nil }
  }

  private static func split(_ text: String) -> [String] {
    text.unicodeScalars.split { $0.properties.isWhitespace || $0.properties.isDash || isComma($0) }.map(String.init)
  }

  private static func isComma(_ scalar: Unicode.Scalar) -> Bool { ",،、，﹐".unicodeScalars.contains(scalar) }

  /// - Parameter columns: normalized names, never null.
  package func condition(onNames columns: [String]) -> SQLText {
    let names = columns.joined(separator: " || ' ' || ")
    return "(\(sql: words.flatMap(\.keys).map { Self.find($0, in: names) }.joined(separator: " AND ")))"
  }

  /// - Parameter row: the alias of `user_standings`; names and email address are searched.
  package func condition(onUser row: String) -> SQLText {
    "(\(sql: words.map { Self.find($0, row) }.joined(separator: " AND ")))"
  }

  /// A weaker condition, on the text in PostgreSQL's index: all users that `condition(onUser:)` finds satisfy it.
  func necessaryCondition(onUser row: String) -> SQLText {
    let text = "(\(row).first_name_key || \(row).last_name_key || \(row).first_name_key || ' ' || \(row).email)"
    return words.map { word in
      let keys: SQLText = "(\(sql: word.keys.map { Self.find($0, in: text) }.joined(separator: " AND ")))"
      return word.hasOneForm ? keys : "(\(sql: keys) OR \(sql: Self.find(word.written, in: text)))"
    }.joined(separator: " AND ")
  }

  /// The same as a query of SQLite's table of trigrams; nil if no word has three characters or more.
  var trigramQuery: String? {
    let terms = words.compactMap { word -> String? in
      let keys = word.keys.compactMap(Self.trigrams)
      if keys.isEmpty { return nil }
      let all = keys.joined(separator: " AND ")
      return word.hasOneForm ? all : Self.trigrams(word.written).map { "(\(all) OR \($0))" }
    }
    return terms.isEmpty ? nil : terms.joined(separator: " AND ")
  }

  /// The longest word of one or two characters that is looked for in the same form everywhere; nil if there is none.
  var shortWord: String? {
    words.filter(\.hasOneForm).flatMap(\.keys).filter {
      $0.unicodeScalars.count < 3 && $0.unicodeScalars.allSatisfy(Self.isStored)
    }.max { $0.unicodeScalars.count < $1.unicodeScalars.count }
  }

  /// Whether SQLite's table has a character as it is.
  private static func isStored(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\0" && scalar != "\u{FFFE}" && scalar != "\u{FFFF}"
  }

  /// Some trigrams of a word, since each further one costs time and rejects few users; nil if it has none. SQLite reads
  /// texts up to a NUL.
  private static func trigrams(_ word: String) -> String? {
    let scalars = Array(word.unicodeScalars)
    guard scalars.count >= 3, !scalars.contains("\0") else { return nil }
    let starts = Set(stride(from: 0, to: scalars.count - 2, by: 3).prefix(3) + [scalars.count - 3])
    return starts.sorted().map { start in
      let quoted = scalars[start..<start + 3].flatMap { $0 == "\"" ? [$0, $0] : [$0] }
      return "\"\(String(String.UnicodeScalarView(quoted)))\""
    }.joined(separator: " AND ")
  }

  private static func find(_ word: Word, _ row: String) -> SQLText {
    let (first, last) = ("\(row).first_name_key", "\(row).last_name_key")
    let plain = "\(first) || ' ' || \(last) || ' ' || \(row).email"
    let together = " || ' ' || \(last) || \(first) || ' ' || \(first) || \(last)"
    let found = word.keys.map { find($0, in: isWrittenTogether($0) ? plain + together : plain) }
    let all: SQLText = "(\(sql: found.joined(separator: " AND ")))"
    if word.hasOneForm { return all }
    return "(\(sql: all) OR \(sql: find(word.written, in: "\(row).email")))"
  }

  private static func find(_ word: String, in names: String) -> SQLText {
    let escaped = word.unicodeScalars.reduce(into: String.UnicodeScalarView()) { result, scalar in
      if scalar == "\\" || scalar == "%" || scalar == "_" { result.append("\\") }
      result.append(scalar)
    }
    return "\(raw: names) LIKE \("%" + String(escaped) + "%") ESCAPE '\\'"
  }

  /// Whether the script puts no space between first and last name: Chinese, Japanese, Korean (decomposed: Jamo).
  private static func isWrittenTogether(_ word: String) -> Bool {
    word.unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x1100...0x11FF, 0x2E80...0x2FDF, 0x3005...0x3007, 0x3041...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0x1AFF0...0x1B16F, 0x20000...0x3FFFF:
        true
      default: false
      }
    }
  }
}
