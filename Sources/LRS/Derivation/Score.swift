import Records

extension ReadStatement {
  /// The score in hundredths, 0–10,000, rounded half away from zero; nil if there is none (xapi.md §10). The raw score
  /// comes first because several senders compute or round the scaled score wrongly.
  var score: Int? {
    let (raw, low, high) = (result.raw, result.min, result.max)
    if let low, let high, high <= low { return nil }
    if let raw, let low, let high { return raw.hundredths(from: low, to: high) }
    if let scaled = result.scaled { return scaled.hundredths(from: .zero, to: .one) }
    if let raw, let high, high > .zero { return raw.hundredths(from: .zero, to: high) }
    let hundred = ExactNumber(mantissa: 100, exponent: 0)
    if isSCORM, let raw, raw >= .zero, raw <= hundred { return raw.hundredths(from: .zero, to: hundred) }
    return nil
  }
}
