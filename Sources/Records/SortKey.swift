import Foundation

/// The text by which names and titles are compared: case- and accent-insensitive, by code point.
///
/// NFKD, characters with a canonical combining class other than 0 dropped, case folded (`statistics.md`, rule 8), then
/// `foldedLetters` replaced.
package func sortKey(_ name: String) -> String {
  if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
  var result = String.UnicodeScalarView()
  for scalar in name.decomposedStringWithCompatibilityMapping.unicodeScalars
  where scalar.properties.canonicalCombiningClass == .notReordered {
    for letter in folded(scalar) { result.append(contentsOf: replacement(letter)) }
  }
  return String(result)
}

/// Letters that Unicode does not decompose, and the apostrophes, each with what keyboards without them have instead.
package let foldedLetters: KeyValuePairs<Unicode.Scalar, String> = [
  "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "ß": "ss",
  "ĸ": "k", "ŧ": "t", "ƒ": "f", "ə": "a", "\u{2019}": "'", "\u{2018}": "'", "\u{2BC}": "'", "\u{201B}": "'",
]

private let replacements = Dictionary(uniqueKeysWithValues: foldedLetters.map { ($0, $1.unicodeScalars) })

private func replacement(_ letter: Unicode.Scalar) -> String.UnicodeScalarView {
  if letter.isASCII { return String.UnicodeScalarView([letter]) }
  return replacements[letter] ?? String.UnicodeScalarView([letter])
}

/// Unicode's full case folding of one scalar, which Swift's standard library does not offer: lower, upper and lower
/// again gives it (that turns ẞ and ß into ss, and ς into σ) for all but the dotless i and Cherokee, whose folded form
/// is the capital. Checked against Python's `casefold` over all of Unicode.
private func folded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
  switch scalar.value {
  case 0x131, 0x1D6A4, 0x13A0...0x13F5: return String(scalar).unicodeScalars
  case 0xAB70...0xABBF: return shifted(scalar, by: 0x13A0 - 0xAB70)
  case 0x13F8...0x13FD: return shifted(scalar, by: -8)
  default: break
  }
  var result = String.UnicodeScalarView()
  for lower in scalar.properties.lowercaseMapping.unicodeScalars {
    for upper in lower.properties.uppercaseMapping.unicodeScalars {
      result.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
    }
  }
  return result
}

private func shifted(_ scalar: Unicode.Scalar, by distance: Int) -> String.UnicodeScalarView {
  String(Unicode.Scalar(UInt32(Int(scalar.value) + distance)) ?? scalar).unicodeScalars
}
