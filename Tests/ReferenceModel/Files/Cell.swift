/// The text of cells in files.
package enum Cell {
  /// "Text cells, headers too, that begin with `=` `+` `-` `@` tab or CR get a leading apostrophe (CSV injection)."
  /// Judged by scalar: to Swift, `=` with an accent on it is another character than `=`.
  package static func text(_ text: String?) -> String {
    guard let text, let first = text.unicodeScalars.first else { return "" }
    return ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"].contains(first) ? "'" + text : text
  }

  /// "CSV `H:MM:SS` (`0:05:00`, `112:05:09`: hours unpadded, they may pass 24)."
  static func duration(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// "The mean of nothing is no value: an empty cell in a file."
  static func mean(_ fraction: Fraction?) -> String {
    fraction.map { Hundredths.text($0.roundedToHundredths) } ?? ""
  }
}
