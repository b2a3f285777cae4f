import Records
import Support

// Filters in the paths of PATCH operations.

extension SCIMFilter {
  /// Whether a value, an object, matches the filter. Ids are compared by code point.
  func holds(_ value: JSONValue) throws -> Bool {
    switch self {
    case .all(let parts): return try parts.allSatisfy { try $0.holds(value) }
    case .any(let parts): return try parts.contains { try $0.holds(value) }
    case .not(let filter): return try !filter.holds(value)
    case .present(let name): return value[name.key].map { !$0.isNull } ?? false
    case .compare(let name, let comparison, let wanted):
      let isExact = name.key == "value" && !(value["value"]?.string?.containsBytes(of: "@") ?? false)
      func text(_ value: JSONValue?) -> String {
        guard let text = value?.string else { return (value ?? .null).text.asciiLowercased }
        return isExact ? text : text.asciiLowercased
      }
      let (a, b) = (text(value[name.key]), text(wanted))
      switch comparison {
      case .eq: return a.utf8.elementsEqual(b.utf8)
      case .ne: return !a.utf8.elementsEqual(b.utf8)
      case .co: return b.isEmpty || a.containsBytes(of: b)
      case .sw: return a.startsWithBytes(of: b)
      case .ew: return a.endsWithBytes(of: b)
      default: throw SCIMFault(.invalidPath, "\(comparison.rawValue) is not supported in a path.")
      }
    case .within: throw SCIMFault(.invalidPath, "Brackets cannot be nested.")
    }
  }

  /// The members of a new value that would match the filter, as far as it states equality.
  var example: [(String, JSONValue)] {
    switch self {
    case .all(let parts): parts.flatMap(\.example)
    case .compare(let name, .eq, let value): [(name.key, value)]
    default: []
    }
  }
}
