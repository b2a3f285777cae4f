import Foundation

/// Character references of HTML 5, *13.2.5.72 Character reference state* and the following ones.
enum HTMLEntities {
  /// Names with their semicolon, and those that HTML 5 also accepts without one, with their texts. `Entities.txt` is
  /// the table of the standard: a name, and its code points in hexadecimal.
  private static let named: [String: String] = {
    let file = Bundle.module.bundleURL.appending(path: "Entities.txt")
    guard let table = try? String(contentsOf: file, encoding: .utf8) else {
      preconditionFailure("\(file.path) is missing; install the program again")
    }
    let pairs = table.split(separator: "\n").map { line in
      let words = line.split(separator: " ")
      let scalars = words.dropFirst().compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
      return (String(words[0]), String(String.UnicodeScalarView(scalars)))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }()

  private static let longestName = 32

  /// Decodes all references once.
  static func decode(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result.append(contentsOf: rest[..<ampersand])
      rest = rest[ampersand...].dropFirst()
      let decoded = rest.first == "#" ? number(&rest) : name(&rest)
      result.append(contentsOf: (decoded ?? "&").unicodeScalars)
    }
    result.append(contentsOf: rest)
    return String(result)
  }

  /// The longest name that is a prefix of the text.
  private static func name(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var name = rest.prefix(longestName).prefix {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
    }
    if let end = rest[name.endIndex...].first, end == ";" { name = rest[..<rest.index(after: name.endIndex)] }
    while !name.isEmpty {
      if let text = named[String(name)] {
        rest = rest[name.endIndex...]
        return text
      }
      name = name.dropLast()
    }
    return nil
  }

  private static func number(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var digits = rest.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    if isHexadecimal { digits = digits.dropFirst() }
    let number = digits.prefix {
      $0.isASCII && (isHexadecimal ? $0.properties.isASCIIHexDigit : $0.properties.numericType != nil)
    }
    guard !number.isEmpty else { return nil }
    rest = rest[number.endIndex...]
    if rest.first == ";" { rest = rest.dropFirst() }
    return character(UInt32(String(number), radix: isHexadecimal ? 16 : 10) ?? .max)
  }

  private static func character(_ code: UInt32) -> String {
    if code >= 0x80, code <= 0x9F, let scalar = windows1252[Int(code - 0x80)] { return String(scalar) }
    guard code != 0, let scalar = Unicode.Scalar(code) else { return "\u{FFFD}" }
    return String(scalar)
  }

  /// What the code points from 80 to 9F hexadecimal mean; nil: themselves.
  private static let windows1252: [Unicode.Scalar?] = [
    "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
    nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
  ]
}
