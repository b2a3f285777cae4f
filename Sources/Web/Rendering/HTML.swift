import Mustache

/// HTML for a tag of three braces, which a template inserts as it is. Markup comes from literals of the source; any
/// other text is escaped.
struct HTML: Encodable, Sendable, MustacheCustomRenderable {
  private var bytes: [UInt8] = []

  var renderText: String { String(decoding: bytes, as: UTF8.self) }
  var isNull: Bool { bytes.isEmpty }

  mutating func add(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes += $0 }
  }

  mutating func add(text: String) { text.appendHTML(to: &bytes) }

  /// - Parameter name: with a space before it.
  mutating func add(attribute name: StaticString, _ value: String?) {
    guard let value else { return }
    add(name)
    add("=\"")
    add(text: value)
    add("\"")
  }

  /// `TemplateEncoder` passes it on as it is.
  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(renderText)
  }
}
