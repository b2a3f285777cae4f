/// A duration of ISO 8601: `P1Y2M3DT4H5M6.7S` or `P1W`. Not all parts need be there, and each can have decimals.
struct ISODuration {
  /// Parts by their letter; the minutes are `m`.
  private var parts: [Character: ExactNumber] = [:]
  /// Without the digits of its seconds beyond the second decimal: what statements are compared by.
  private(set) var comparable = ""

  /// - Returns: nil if the text is not a duration.
  init?(_ text: String) {
    var (letters, number, hasTime) = (Substring("YMWDHmS"), "", false)
    guard text.utf8.first == UInt8(ascii: "P"), text.utf8.count > 2 else { return nil }
    comparable = "P"
    for scalar in text.unicodeScalars.dropFirst() {
      let letter = Character(hasTime && scalar == "M" ? "m" : scalar)
      if scalar == "T", !hasTime, number.isEmpty {
        hasTime = true
        comparable += "T"
      } else if scalar.isASCII, "0123456789.,".unicodeScalars.contains(scalar) {
        number.unicodeScalars.append(scalar == "," ? "." : scalar)
      } else {
        guard let index = letters.firstIndex(of: letter), hasTime == "HmS".contains(letter), add(number, letter)
        else { return nil }
        letters = letters[letters.index(after: index)...]
        number = ""
      }
    }
    guard number.isEmpty, !hasTime || text.utf8.last != UInt8(ascii: "T"), !parts.isEmpty else { return nil }
    if parts["W"] != nil, parts.count > 1 { return nil }
  }

  private mutating func add(_ text: String, _ letter: Character) -> Bool {
    var pieces = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard pieces.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(TextFormat.isDigit) }) else { return false }
    if letter == "S", pieces.count == 2 { pieces[1] = String(pieces[1].prefix(2)) }
    let whole = pieces[0].drop { $0 == "0" }
    let fraction = pieces.count == 2 ? "." + pieces[1] : ""
    parts[letter] = ExactNumber((whole.isEmpty ? "0" : String(whole)) + fraction)
    comparable += pieces.joined(separator: ".") + letter.uppercased()
    return true
  }

  /// Nil if it is 0, or if it has years or months, which have no fixed length (xapi.md §3).
  var length: ExactTime? {
    guard [parts["Y"], parts["M"]].allSatisfy({ $0 == nil || $0 == .zero }) else { return nil }
    var units: Int128 = 0
    for (letter, seconds) in [("W", 604_800), ("D", 86_400), ("H", 3_600), ("m", 60), ("S", 1)] as [(Character, Int128)]
    {
      guard let part = parts[letter] else { continue }
      if ExactTime(part).units >= ExactTime.longest.units / seconds { return .longest }
      units += ExactTime(part).units * seconds
    }
    return units == 0 ? nil : ExactTime(units: min(units, ExactTime.longest.units))
  }
}
