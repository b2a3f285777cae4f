package import Calendar
package import Foundation

/// A platform's settings for spreadsheets: time zone, date format and CSV dialect.
///
/// Create it once and pass it on: it contains the transitions of its time zone.
package struct SpreadsheetStyle: Sendable {
  /// The separator of CSV cells. Excel expects `;` where the decimal sign is a comma.
  package enum Separator: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
  }

  /// The decimal sign of numbers in CSV. Where `4,5` is usual, a spreadsheet reads `4.5` as a date or a text.
  package enum DecimalSign: UInt8, Sendable, CaseIterable {
    case point = 0x2E
    case comma = 0x2C
  }

  package let time: LocalTime
  package let dateStyle: DateStyle
  package let separator: Separator
  /// For CSV only: XLSX stores numbers, and JSON has a fixed format.
  package let decimalSign: DecimalSign

  /// Whether a CSV file begins with EF BB BF, without which Excel does not recognize UTF-8.
  package let byteOrderMark: Bool

  package init(
    zone: TimeZone, dateStyle: DateStyle = .dmy, separator: Separator = .comma, decimalSign: DecimalSign = .point,
    byteOrderMark: Bool = true
  ) {
    precondition(separator.rawValue != decimalSign.rawValue, "a number would be split into two cells")
    self.decimalSign = decimalSign
    self.time = LocalTime(zone)
    self.dateStyle = dateStyle
    self.separator = separator
    self.byteOrderMark = byteOrderMark
  }

  /// An instant in the style's time zone, as on pages and in CSV: to the minute, seconds truncated.
  package func instantText(seconds: Int) -> String {
    dateStyle.text(time.civil(at: seconds))
  }

  /// A calendar day, as on pages and in CSV. `days` counts from 1970-01-01.
  package func dateText(days: Int) -> String {
    dateStyle.text(CivilDate(days: days))
  }
}
