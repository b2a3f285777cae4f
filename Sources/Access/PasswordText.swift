import Foundation

/// A text in the normal form that guessing attacks use: letters without case and accents, as scalars.
struct PasswordText {
  private typealias Scalars = [Unicode.Scalar]

  /// Only letters and digits.
  let scalars: [Unicode.Scalar]

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  init(_ text: String) { self.init(Self.folded(text).filter(Self.isLetterOrDigit)) }

  /// Words of letters and digits, in order.
  static func words(in text: String) -> [PasswordText] {
    folded(text).split { !isLetterOrDigit($0) }.map { PasswordText(Array($0)) }
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    text.decomposedStringWithCompatibilityMapping.unicodeScalars.filter { !isMark($0) }
      .flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }.filter { !isMark($0) }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .enclosingMark, .format].contains(scalar.properties.generalCategory)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || isDigit(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

  var text: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  var reversed: PasswordText { PasswordText(scalars.reversed()) }

  /// Without leading and trailing digits.
  var core: PasswordText {
    let start = scalars.drop(while: Self.isDigit)
    let end = start.lastIndex { !Self.isDigit($0) }
    return PasswordText(end.map { Array(start[...$0]) } ?? [])
  }

  /// With letters in place of digits and symbols that resemble them (`p4ssw0rd`), once in full and once without
  /// everything before the first and after the last letter.
  static func spelled(_ text: String) -> [PasswordText] {
    let scalars = folded(text)
    let start = scalars.drop { !$0.properties.isAlphabetic }
    let end = start.lastIndex { $0.properties.isAlphabetic }
    return [scalars, end.map { Array(start[...$0]) } ?? []].map {
      PasswordText($0.map { letters[$0] ?? $0 }.filter(isLetterOrDigit))
    }
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = [
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "|": "l",
    "+": "t", "€": "e", "ı": "i", "ł": "l", "ø": "o",
  ]

  /// The repeated unit, if the text consists only of repetitions.
  var unit: PasswordText? {
    for length in 1..<max(1, scalars.count / 2 + 1) where scalars.count % length == 0 {
      if zip(scalars, scalars.dropFirst(length)).allSatisfy({ $0 == $1 }) {
        return PasswordText(Array(scalars.prefix(length)))
      }
    }
    return nil
  }

  /// Without all occurrences of a word.
  func without(_ word: PasswordText) -> PasswordText {
    var (rest, index) = (Scalars(), 0)
    while index < scalars.count {
      if scalars[index...].starts(with: word.scalars) {
        index += word.scalars.count
      } else {
        rest.append(scalars[index])
        index += 1
      }
    }
    return PasswordText(rest)
  }
}
