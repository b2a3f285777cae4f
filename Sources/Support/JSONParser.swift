/// A strict parser for JSON (RFC 8259): numbers keep their text, members their order, and a key that occurs twice in
/// an object is an error.
package struct JSONParser {
  /// What is wrong, and where.
  package struct Fault: Error, Equatable {
    /// In bytes, from 0.
    package let offset: Int
    package let reason: String
  }

  /// Deeper nesting is an error, so that no input exhausts the stack.
  package static let maximumDepth = 200

  private let bytes: [UInt8]
  private var index = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value of a text in UTF-8.
  package static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw Fault(offset: 0, reason: "is not UTF-8") }
    var parser = JSONParser(bytes)
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.index == bytes.count else { throw parser.fault("has text after its end") }
    return value
  }

  package static func parse(_ text: String) throws(Fault) -> JSONValue { try parse(Array(text.utf8)) }

  private func fault(_ reason: String) -> Fault { Fault(offset: index, reason: reason) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    guard depth < Self.maximumDepth else { throw fault("is nested too deeply") }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
    let end = index + word.utf8.count
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else { throw fault("is not JSON") }
    index = end
    return value
  }

  private mutating func array(_ depth: Int) throws(Fault) -> JSONValue {
    index += 1
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(items) }
      guard take(",") else { throw fault("lacks a comma or ]") }
    }
  }

  private mutating func object(_ depth: Int) throws(Fault) -> JSONValue {
    index += 1
    var members: [(String, JSONValue)] = []
    var keys: Set<[UInt8]> = []
    skipBlanks()
    if take("}") { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault("lacks a key") }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else { throw fault("has the key “\(key)” twice") }
      skipBlanks()
      guard take(":") else { throw fault("lacks a colon") }
      members.append((key, try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { throw fault("lacks a comma or }") }
    }
  }

  private mutating func number() throws(Fault) -> String {
    let start = index
    _ = take("-")
    let first = next
    let count = digits()
    guard count > 0 else { throw fault("is not JSON") }
    guard count == 1 || first != UInt8(ascii: "0") else { throw fault("has a number that begins with 0") }
    if take("."), digits() == 0 { throw fault("has a number without digits after its point") }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw fault("has a number without digits in its exponent") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// How many digits were read.
  private mutating func digits() -> Int {
    let start = index
    while let byte = next, byte &- UInt8(ascii: "0") < 10 { index += 1 }
    return index - start
  }

  private mutating func string() throws(Fault) -> String {
    index += 1
    let start = index
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
    var text = String(decoding: bytes[start..<index], as: UTF8.self)
    while !take("\"") {
      let start = index
      if take("\\") {
        text.unicodeScalars.append(try escape())
      } else {
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        guard index > start else { throw fault("has an unfinished string, or a control character in one") }
        text += String(decoding: bytes[start..<index], as: UTF8.self)
      }
    }
    return text
  }

  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    guard let byte = next else { throw fault("ends in a string") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default: throw fault("has an unknown escape sequence")
    }
  }

  /// After `\u`: one code unit of UTF-16, or a surrogate pair.
  private mutating func codePoint() throws(Fault) -> Unicode.Scalar {
    let unit = try codeUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(UInt16(unit)), take("\\"), take("u") else { throw fault("has half a surrogate pair") }
    let trail = try codeUnit()
    guard UTF16.isTrailSurrogate(UInt16(trail)),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (trail - 0xDC00))
    else { throw fault("has half a surrogate pair") }
    return scalar
  }

  private mutating func codeUnit() throws(Fault) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw fault("has an escape sequence without four hexadecimal digits") }
    index += 4
    return unit
  }
}
