import Foundation

/// The key by which names and titles are compared: case- and accent-insensitive, by code point.
///
/// NFKD without characters whose canonical combining class is not 0, case-folded (`statistics.md`, rule 8), with
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

/// Letters that Unicode does not decompose, and apostrophes, each with its substitute on keyboards that lack it.
private let foldedLetters: KeyValuePairs<Unicode.Scalar, String> = [
  "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "ß": "ss",
  "ĸ": "k", "ŧ": "t", "ƒ": "f", "ə": "a", "\u{2019}": "'", "\u{2018}": "'", "\u{2BC}": "'", "\u{201B}": "'",
]

private let replacements = Dictionary(uniqueKeysWithValues: foldedLetters.map { ($0, $1.unicodeScalars) })

private func replacement(_ letter: Unicode.Scalar) -> String.UnicodeScalarView {
  if letter.isASCII { return String.UnicodeScalarView([letter]) }
  return replacements[letter] ?? String.UnicodeScalarView([letter])
}

/// Unicode's full case folding of one scalar, which Swift's standard library does not offer. Lower, upper and lower
/// case give it (ẞ and ß become ss, ς becomes σ) except for the dotless i and Cherokee, which folds to upper case.
/// Checked against Python's `casefold` over all of Unicode.
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

extension String {
  /// By code point, which equals UTF-8 byte order; Swift's own `<` compares canonically.
  package func comesBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
