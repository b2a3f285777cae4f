import Records
import Support

/// The parameters of a query string or a form, in order; names may repeat.
struct Query: Sendable {
  /// The longest query or form, in bytes.
  static let limit = 65_536

  private(set) var items: [(name: String, value: String)] = []

  /// - Throws: `BadRequest` for text that is not percent-encoded UTF-8, or contains NUL.
  init(_ text: String, limit: Int = Query.limit) throws {
    guard text.utf8.count <= limit else { throw BadRequest("query", "is longer than \(limit / 1_024) KiB") }
    for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = try Self.decoded(parts[0])
      items.append((name, parts.count > 1 ? try Self.decoded(parts[1]) : ""))
    }
  }

  init(_ items: [(name: String, value: String)]) { self.items = items }

  /// These parameters, followed by others.
  func adding(_ other: Query) -> Query {
    var result = self
    result.items += other.items
    return result
  }

  private static func decoded(_ text: Substring.UTF8View) throws -> String {
    guard let decoded = PercentEncoding.decoded(text, plusIsBlank: true) else {
      throw BadRequest(String(Substring(text).prefix(40)), "is not percent-encoded UTF-8")
    }
    return decoded
  }

  /// The first non-empty value of a name.
  subscript(name: String) -> String? { items.first { $0.name.equalsBytes(of: name) && !$0.value.isEmpty }?.value }

  /// All non-empty values of a name.
  func all(_ name: String) -> [String] {
    items.filter { $0.name.equalsBytes(of: name) && !$0.value.isEmpty }.map(\.value)
  }

  /// All non-empty values of a name; nil if the name is absent, an empty list if it is present without a value.
  func list(_ name: String) -> [String]? { items.contains { $0.name.equalsBytes(of: name) } ? all(name) : nil }

  /// One of a fixed set of values.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, default fallback: Choice
  ) throws -> Choice where Choice.RawValue == String {
    guard let text = self[name] else { return fallback }
    guard let choice = Choice(rawValue: text) else {
      throw BadRequest(name, "is not one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  func number(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
    guard let text = self[name] else { return fallback }
    let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isPlain, let number = Int(text), range.contains(number) else {
      throw BadRequest(name, "is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Only the parameters with these names.
  func only(_ names: [String]) -> Query {
    var result = self
    result.items.removeAll { !names.containsID($0.name) }
    return result
  }

  /// The parameters without these names.
  func without(_ names: [String]) -> Query {
    var result = self
    result.items.removeAll { names.containsID($0.name) }
    return result
  }

  /// The path with all parameters, including empty ones: an empty list differs from an absent one.
  func text(after path: String) -> String {
    let pairs = items.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    return pairs.isEmpty ? path : path + "?" + pairs
  }

  /// A URL with the non-empty parameters, some of them replaced; nil removes one.
  func address(_ path: String, replacing changes: [String: String?] = [:]) -> String {
    var pairs = items.filter { changes[$0.name] == nil && !$0.value.isEmpty }
    for (name, value) in changes.sorted(by: { $0.key < $1.key }) { if let value { pairs.append((name, value)) } }
    let text = pairs.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    return text.isEmpty ? path : path + "?" + text
  }

  /// Percent-encoded for a path segment or a query value (RFC 3986; unreserved characters are kept).
  static func encoded(_ text: String) -> String { PercentEncoding.encoded(text) }
}

/// The two directions of a sort.
enum Direction: String, CaseIterable {
  case asc, desc

  /// The direction after a click on a column: reversed if the column is the current one, else descending for numbers
  /// and ascending for text.
  func next(isCurrent: Bool, isNumber: Bool) -> Direction {
    if isCurrent { return self == .asc ? .desc : .asc }
    return isNumber ? .desc : .asc
  }
}
