import Calendar

/// A decimal in hundredths as text, without trailing zeros: 6250 is `62.5`, 7 is `0.07`, 10000 is `100`. The decimal
/// sign is a point in every language; CSV files have a setting (`CSVText`).
package func hundredthsText(_ hundredths: Int) -> String {
  String(bytesOf: { $0.append(hundredths: hundredths) })
}

/// A duration as `H:MM:SS`, hours unpadded: 300 is `0:05:00`, 403509 is `112:05:09`. A negative one, which no statistic
/// has, gets a minus sign.
package func durationText(seconds: Int) -> String {
  String(bytesOf: { $0.append(durationOf: seconds) })
}

/// Writes digits directly into a buffer: a string per cell would cost more than the rest of a CSV file.
extension [UInt8] {
  mutating func append(decimal number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digits: number.magnitude)
  }

  mutating func append(hundredths: Int, _ decimalSign: UInt8 = UInt8(ascii: ".")) {
    if hundredths < 0 { append(UInt8(ascii: "-")) }
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    append(digits: whole)
    guard rest > 0 else { return }
    append(decimalSign)
    append(digit: rest / 10)
    if rest % 10 > 0 { append(digit: rest % 10) }
  }

  mutating func append(durationOf seconds: Int) {
    if seconds < 0 { append(UInt8(ascii: "-")) }
    let seconds = seconds.magnitude
    append(digits: seconds / 3_600)
    append(UInt8(ascii: ":"))
    append(twoDigits: Int(seconds / 60 % 60))
    append(UInt8(ascii: ":"))
    append(twoDigits: Int(seconds % 60))
  }
}
