import Calendar
package import Support

/// A statement of the store.
package struct StoredStatement: Sendable {
  package let key: Int
  /// In microseconds since 1970.
  package let stored: Int
  let body: String
  let version: String
  let authority: String

  /// The statement with what the LRS sets: stored, authority, and the timestamp and version if they are missing.
  package var json: JSONValue {
    let statement = Self.parsed(body)
    let (stored, authority) = (JSONValue.string(Self.text(stored)), Self.parsed(authority))
    let set = ["stored", "authority"]
    var members = (statement.members ?? []).filter { !set.contains($0.0) }
    if statement["timestamp"] == nil { members.append(("timestamp", stored)) }
    if statement["version"] == nil { members.append(("version", .string(version))) }
    return .object(members + [("stored", stored), ("authority", authority)])
  }

  /// JSON that the store has written itself.
  static func parsed(_ text: String) -> JSONValue { (try? JSONParser.parse(text)) ?? .null }

  /// `2026-03-01T09:30:00.000001Z`.
  package static func text(_ microseconds: Int) -> String {
    let rest = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
    let (seconds, digits) = ((microseconds - rest) / 1_000_000, String(rest))
    return Instant.text(seconds).dropLast() + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
  }
}

extension Timestamp {
  /// Microseconds since 1970, rounded down; nil if the text is not a timestamp of this version.
  package static func microseconds(_ text: String, _ version: XAPIVersion) -> Int? {
    guard isValid(text, version), let time = instant(text) else { return nil }
    let unit = ExactTime.unitsASecond / 1_000_000
    let (quotient, rest) = time.units.quotientAndRemainder(dividingBy: unit)
    return Int(rest < 0 ? quotient - 1 : quotient)
  }
}
