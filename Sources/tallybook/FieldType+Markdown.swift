import Records

extension FieldType {
  /// The values of the type, for docs/records.md.
  var markdown: String {
    switch self {
    case .id: "id"
    case .text: "text"
    case .email: "email address"
    case .instant: "instant"
    case .end: "instant, at most 24 hours ahead"
    case .date: "date"
    case .duration: "seconds: a whole number, 0 or more"
    case .percentage: "0 to 100, at most two decimals"
    case .boolean: "`true` or `false`"
    case .number(let minimum): "a whole number, \(minimum) or more"
    case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
    case .language: "language tag (BCP 47), such as `pt-BR`"
    case .timeZone: "time zone (IANA), such as `Europe/Berlin`"
    case .choices: "JSON: an array of objects with `id` and `description`"
    case .reference(let kind): "id of \(Self.link(kind))"
    case .item(let kindField, let kinds): "id, by `\(kindField)`: \(Self.links(kinds))"
    case .list(let kind): "list of ids of \(Self.link(kind))"
    }
  }

  /// A value as it is written in a file.
  func text(of value: FieldValue) -> String {
    switch (self, value) {
    case (.boolean, .integer(let integer)): integer == 0 ? "false" : "true"
    case (_, .text(let text)): text
    case (_, .integer(let integer)): String(integer)
    case (_, .none): ""
    }
  }

  private static func link(_ kind: String) -> String { "[\(kind)](#\(kind))" }

  private static func links(_ kinds: [String: [String]]) -> String {
    kinds.sorted { $0.key < $1.key }.map { "`\($0)` \($1.map(link).joined(separator: " or "))" }.joined(separator: ", ")
  }
}
