/// A value in a spreadsheet, with the type that the format can represent.
package enum SpreadsheetCell: Sendable, Equatable {
  /// No value: an empty cell. Not the same as zero (statistics.md, common rule 1).
  case empty

  /// A text, never a formula, whatever it begins with.
  case text(String)

  /// An integer. XLSX stores it as a double: exact to ±2^53, and Excel shows 15 digits.
  case integer(Int)

  /// A decimal in hundredths: 6250 is 62.5. Trailing zeros are dropped (common rule 2).
  case hundredths(Int)

  /// A duration in whole seconds, 0 or more: `H:MM:SS` in CSV, a duration cell `[h]:mm:ss` in XLSX (common rule 7).
  case duration(seconds: Int)

  /// An instant, in seconds since 1970-01-01T00:00:00Z, shown in the style's time zone. CSV truncates seconds; an XLSX
  /// cell contains them but does not show them.
  case instant(seconds: Int)

  /// A calendar day, in days since 1970-01-01. No time zone is applied.
  case date(days: Int)

  package var isEmpty: Bool { if case .empty = self { true } else { false } }
}
