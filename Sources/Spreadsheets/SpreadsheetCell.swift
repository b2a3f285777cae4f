/// One value in a spreadsheet, with as much type as a format can show.
package enum SpreadsheetCell: Sendable, Equatable {
  /// No value: an empty cell. No value is not zero (spec/statistics.md, common rule 1).
  case empty

  /// Words, never a formula, whatever they begin with.
  case text(String)

  /// A whole number. XLSX holds it as a double: exact to ±2^53, and Excel shows 15 digits.
  case integer(Int)

  /// A decimal in hundredths: 6250 is 62.5. Trailing zeros are dropped (common rule 2).
  case hundredths(Int)

  /// A length of time in whole seconds, 0 or more: `H:MM:SS` in CSV, a duration cell `[h]:mm:ss` in XLSX (common rule 7).
  case duration(seconds: Int)

  /// A moment, in seconds since 1970-01-01T00:00:00Z, shown in the style's time zone.
  /// CSV cuts the seconds off; an XLSX cell shows none but holds them.
  case instant(seconds: Int)

  /// A day of the calendar, in days since 1970-01-01. No time zone is applied.
  case date(days: Int)

  package var isEmpty: Bool { if case .empty = self { true } else { false } }
}
