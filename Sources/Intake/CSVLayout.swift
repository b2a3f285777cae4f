/// The format of the CSV files of a folder.
package struct CSVLayout: Sendable {
  package enum Separator: String, Sendable, CaseIterable {
    case comma = ","
    case semicolon = ";"
    case tab = "tab"
    case bar = "|"

    var byte: UInt8 {
      switch self {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: UInt8(ascii: "\t")
      case .bar: UInt8(ascii: "|")
      }
    }

    fileprivate var plural: String {
      switch self {
      case .comma: "commas"
      case .semicolon: "semicolons"
      case .tab: "tabs"
      case .bar: "vertical bars"
      }
    }
  }

  package let separator: Separator
  /// Whether percentages and scores may have a decimal comma.
  package let hasDecimalComma: Bool

  package init(separator: Separator = .comma, hasDecimalComma: Bool = false) {
    self.separator = separator
    self.hasDecimalComma = hasDecimalComma
  }
}

extension CSVLayout.Separator {
  /// The error message for a header that another separator splits into more known names; nil if there is none.
  /// - Parameter header: the header's cells, split by this separator.
  func hint(for header: [String], isKnown: (String) -> Bool) -> String? {
    let line = header.joined(separator: String(Unicode.Scalar(byte)))
    // A quoted name may hold the file's own separator.
    let counts = Self.allCases.filter { $0 != self }.map { separator in
      let names = line.utf8.split(separator: separator.byte).map { String(decoding: $0, as: UTF8.self) }
      return (separator: separator, known: names.count(where: isKnown))
    }
    guard let best = counts.max(by: { $0.known < $1.known }), best.known > header.count(where: isKnown) else {
      return nil
    }
    let option = best.separator == .comma ? "omit `--separator`" : "pass `--separator \(best.separator.quoted)`"
    let isPlain = self == .comma
    return "this file is separated by \(best.separator.plural); "
      + (isPlain ? "save it with commas, or \(option)" : option)
  }

  /// Quoted for a shell.
  private var quoted: String { self == .tab ? rawValue : "'\(rawValue)'" }
}
