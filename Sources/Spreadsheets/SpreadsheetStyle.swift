package import Foundation

/// How a platform wants its spreadsheets: time zone, spelling of dates, and dialect of CSV.
///
/// Make it once and pass it on: it holds the transitions of its time zone.
package struct SpreadsheetStyle: Sendable {
  /// What stands between two cells of a CSV line. Excel expects `;` where the decimal sign is a comma.
  package enum Separator: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
  }

  /// The decimal sign of numbers in a CSV file. Where people write `4,5`, a spreadsheet takes `4.5` for a date or a text.
  package enum DecimalSign: UInt8, Sendable, CaseIterable {
    case point = 0x2E
    case comma = 0x2C
  }

  package let time: LocalTime
  package let dateStyle: DateStyle
  package let separator: Separator
  /// Of CSV alone: XLSX holds numbers, and JSON has one way to write them.
  package let decimalSign: DecimalSign

  /// Whether a CSV file begins with EF BB BF, without which Excel does not take it for UTF-8.
  package let byteOrderMark: Bool

  package init(
    zone: TimeZone, dateStyle: DateStyle = .dmy, separator: Separator = .comma, decimalSign: DecimalSign = .point,
    byteOrderMark: Bool = true
  ) {
    precondition(separator.rawValue != decimalSign.rawValue, "a number would be two cells")
    self.decimalSign = decimalSign
    self.time = LocalTime(zone)
    self.dateStyle = dateStyle
    self.separator = separator
    self.byteOrderMark = byteOrderMark
  }

  /// A moment in the style's time zone, as pages and CSV show it: to the minute, seconds cut off.
  package func instantText(seconds: Int) -> String {
    dateStyle.text(time.civil(at: seconds))
  }

  /// A day of the calendar, as pages and CSV show it. `days` counts from 1970-01-01.
  package func dateText(days: Int) -> String {
    dateStyle.text(CivilDate(days: days))
  }
}
