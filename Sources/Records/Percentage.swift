/// Percentages and scores: 0–100 with at most two decimals, stored exactly as hundredths (0–10 000).
package enum Percentage {
  /// 100 %, in hundredths.
  package static let whole = 10_000

  /// Reads `62.5`, `100` or `0.07`; nil for anything else, signs and exponents included.
  /// - Parameter readsComma: whether `62,5` is also accepted.
  package static func hundredths(_ text: Span<UInt8>, readsComma: Bool = false) -> Int? {
    var result = 0
    var decimals = -1
    guard text.count <= 6, !text.isEmpty else { return nil }
    for index in text.indices {
      let digit = text[index] &- UInt8(ascii: "0")
      let isMark = text[index] == UInt8(ascii: ".") || readsComma && text[index] == UInt8(ascii: ",")
      if isMark, decimals < 0, index > 0 {
        decimals = 0
      } else if digit < 10, decimals < 2 {
        result = result * 10 + Int(digit)
        if decimals >= 0 { decimals += 1 }
      } else {
        return nil
      }
    }
    guard decimals != 0 else { return nil }
    result *= decimals == 1 ? 10 : decimals == 2 ? 1 : 100
    return result <= whole ? result : nil
  }
}
