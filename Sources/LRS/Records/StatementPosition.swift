import Records

/// The place of a statement in the order of statements (xapi.md §3.5), as text that sorts in that order.
extension ReadStatement {
  var position: String { time.digits + id.text }
}

extension ExactTime {
  private static let digitCount = 33
  /// More than any instant or length.
  private static let offset: Int128 = 100_000_000_000_000_000_000_000_000_000_000

  /// The instant as 33 digits, which sort like instants.
  var digits: String {
    let text = String(units + Self.offset)
    return String(repeating: "0", count: max(0, Self.digitCount - text.utf8.count)) + text
  }

  /// The instant of a position.
  init(position: String) {
    self.init(units: (Int128(position.utf8.prefix(Self.digitCount).text) ?? Self.offset) - Self.offset)
  }

  /// The id of the statement at a position.
  static func statementID(position: String) -> String { position.utf8.dropFirst(digitCount).text }

  /// - Parameter microseconds: since 1970.
  init(microseconds: Int) { self.init(units: Int128(microseconds) * (Self.unitsASecond / 1_000_000)) }
}

extension ID {
  /// SHA-256 of an IRI, by which tables know it.
  var subject: String { HexDigest.sha256(text) }
}

extension ActorIdentifier {
  /// SHA-256, by which tables know an actor.
  var hash: String { HexDigest.sha256(canonical) }

  /// By which traces know an actor.
  var subject: ID { ID(text: canonical) }

  /// - Parameter identity: the kind and value of a record of `identities`.
  init?(identity: String) {
    let parts = identity.splitBytes(at: " ", maxSplits: 1, keepsEmpty: true)
    guard parts.count == 2, let kind = IdentityKind(rawValue: parts[0]) else { return nil }
    self.init(kind: kind, value: parts[1])
  }

  /// No table has the NUL that the name of an account may have.
  var isStorable: Bool { !value.text.utf8.contains(0) }
}
