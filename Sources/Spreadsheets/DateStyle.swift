/// The spelling of dates on pages and in files (setting `TALLYBOOK_DATE_STYLE`).
package enum DateStyle: String, Sendable, CaseIterable {
  /// `31/12/2025 23:59` and `31/12/2025`
  case dmy
  /// `2025-12-31 23:59` and `2025-12-31`
  case iso

  /// The day in this style. Years have at least four digits.
  package func text(_ date: CivilDate) -> String {
    String(bytesOf: { append(date, to: &$0) })
  }

  /// Day, hour and minute in this style; seconds are truncated.
  package func text(_ time: CivilTime) -> String {
    String(bytesOf: { append(time, to: &$0) })
  }

  func append(_ date: CivilDate, to bytes: inout [UInt8]) {
    switch self {
    case .dmy:
      bytes.append(twoDigits: date.day)
      bytes.append(UInt8(ascii: "/"))
      bytes.append(twoDigits: date.month)
      bytes.append(UInt8(ascii: "/"))
      bytes.append(year: date.year)
    case .iso:
      bytes.append(year: date.year)
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.month)
      bytes.append(UInt8(ascii: "-"))
      bytes.append(twoDigits: date.day)
    }
  }

  func append(_ time: CivilTime, to bytes: inout [UInt8]) {
    append(time.date, to: &bytes)
    bytes.append(UInt8(ascii: " "))
    bytes.append(twoDigits: time.hour)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(twoDigits: time.minute)
  }

  /// The number format of an XLSX cell that holds a day. A spreadsheet shows the reader's own separator for `/`.
  var dateFormat: String {
    switch self {
    case .dmy: "dd/mm/yyyy"
    case .iso: "yyyy-mm-dd"
    }
  }

  /// The number format of an XLSX cell that holds a moment.
  var instantFormat: String { dateFormat + " hh:mm" }
}
