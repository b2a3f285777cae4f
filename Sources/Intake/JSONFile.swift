package import Foundation
package import Support

/// The JSON values of a file, one after another: the items of an array, or values that follow one another, one a line or
/// not. A name that ends in `.gz` says that the file is compressed.
package final class JSONFile {
  /// The longest value, in bytes.
  package static let valueLimit = 67_108_864

  private let source: any ByteSource
  private var buffer: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isStarted = false
  private var isArray = false

  /// - Parameter onRead: receives the number of bytes of each chunk.
  /// - Throws: `UnreadableFile`.
  package init(_ file: URL, onRead: @escaping (Int) -> Void = { _ in }) throws {
    let source = try FileSource(file, onRead: onRead)
    self.source = file.pathExtension == "gz" ? try GzipSource(source) : source
  }

  /// The next value and the line on which it begins; nil at the end.
  /// - Throws: `UnreadableFile`.
  package func next() throws -> (line: Int, value: JSONValue)? {
    try skipBlanks()
    if !isStarted, try byte() == UInt8(ascii: "[") {
      isArray = true
      position += 1
      try skipBlanks()
    }
    isStarted = true
    guard let first = try byte() else { return nil }
    if isArray, first == UInt8(ascii: "]") {
      position += 1
      isArray = false
      return try next()
    }
    let begin = line
    let text = try value()
    do { return (begin, try JSONParser.parse(text)) } catch {
      throw UnreadableFile(reason: "has no valid JSON value on line \(begin): it \(error.reason)")
    }
  }

  private func byte() throws -> UInt8? {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      position = 0
      try source.read(into: &buffer)
    }
    return position < buffer.count ? buffer[position] : nil
  }

  /// Blanks, and the commas between the items of an array.
  private func skipBlanks() throws {
    while let byte = try byte() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      let isComma = byte == UInt8(ascii: ",") && isArray
      guard byte == 0x20 || (0x09...0x0D).contains(byte) || isComma || byte == 0xEF || byte == 0xBB || byte == 0xBF
      else { return }
      position += 1
    }
  }

  /// The bytes up to the end of a value.
  private func value() throws -> [UInt8] {
    var (text, depth, isString, isEscaped): ([UInt8], Int, Bool, Bool) = ([], 0, false, false)
    while let byte = try byte() {
      let isClosing = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
      if !isString, depth == 0, !text.isEmpty, isClosing || byte == UInt8(ascii: ",") || byte <= 0x20 { return text }
      position += 1
      text.append(byte)
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard text.count <= Self.valueLimit else {
        throw UnreadableFile(reason: "has a JSON value of more than 64 MiB on line \(line)")
      }
      if isString {
        isString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      } else if byte == UInt8(ascii: "\"") {
        isString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if isClosing {
        depth -= 1
        if depth <= 0 { return text }
      }
    }
    return text
  }
}
