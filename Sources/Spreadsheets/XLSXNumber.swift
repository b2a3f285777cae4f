import Calendar

/// Days and instants as the numbers that a spreadsheet stores: days since 1899-12-31, with the time of day as a
/// fraction (ECMA-376 part 1, 18.17.4.1, the 1900 date system).
enum XLSXNumber {
  /// The number of a day given in days since 1970-01-01; nil outside 1900-01-01…9999-12-31, which Excel cannot show.
  ///
  /// The 1900 date system has a 29 February 1900, so earlier days are one lower.
  static func day(_ days: Int) -> Double? {
    guard (-25_567...2_932_896).contains(days) else { return nil }
    return Double(days + (days < -25_508 ? 25_568 : 25_569))
  }

  /// The number of a local time given in seconds since 1970-01-01 00:00:00 of that clock; nil outside the same years.
  static func moment(localSeconds: Int) -> Double? {
    let days = Instant.day(of: localSeconds)
    return day(days).map { $0 + Double(localSeconds - days * 86_400) / 86_400 }
  }
}

extension DateStyle {
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
