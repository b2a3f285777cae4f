/// A text with `%{name}` placeholders, parsed once: most texts of a page are filled in for each row.
struct TextTemplate: Sendable {
  private let start: String
  private let rest: [(place: String, text: String)]

  init(_ text: String) {
    let parts = text.split(separator: "%{", omittingEmptySubsequences: false)
    var start = String(parts[0])
    var rest: [(place: String, text: String)] = []
    for part in parts.dropFirst() {
      if let end = part.firstIndex(of: "}") {
        rest.append((String(part[..<end]), String(part[part.index(after: end)...])))
      } else if rest.isEmpty {
        start += "%{" + part
      } else {
        rest[rest.count - 1].text += "%{" + part
      }
    }
    (self.start, self.rest) = (start, rest)
  }

  /// Inserted values are not expanded again; a placeholder without a value is left as is.
  func filled(_ values: [String: String]) -> String {
    var result = start
    for (place, text) in rest { result += (values[place] ?? "%{\(place)}") + text }
    return result
  }
}
