import Calendar
import DatabaseAccess
import SCIM
import Support

/// How an attribute is stored, so that the database can filter and sort by it.
struct SCIMColumn: Sendable {
  enum Kind: Sendable {
    /// Compared by code point.
    case exact
    /// Compared ignoring case, as the database's `lower` defines it (SQLite: ASCII only).
    case text
    /// Stored in lower case.
    case lowered
    case flag
    /// Seconds UTC.
    case instant
    /// Defined by the standard but not stored, so it never has a value; nor do its sub-attributes.
    case absent
  }

  static let absent = SCIMColumn("NULL", .absent)

  let expression: SQLText
  let kind: Kind
  /// For a multi-valued attribute: turns a condition on one value into a condition on the resource.
  var isAnyOf: (@Sendable (SQLText) -> SQLText)?
  /// An indexed condition that holds wherever the attribute equals the text.
  var lookup: (@Sendable (String) -> SQLText)?

  /// The sort expression of a multi-valued attribute that supports sorting.
  var sort: SQLText?

  init(_ expression: SQLText, _ kind: Kind = .text) {
    self.expression = expression
    self.kind = kind
  }

  fileprivate func holds(_ condition: SQLText) -> SQLText { isAnyOf?(condition) ?? condition }

  /// The sort expression; nil for a multi-valued attribute that does not support sorting.
  var order: SQLText? {
    if isAnyOf != nil { return sort }
    return if case .text = kind { "lower(\(sql: expression))" } else { expression }
  }
}

extension SCIMFilter {
  /// The filter as a condition that is never null.
  /// - Parameter columns: by `SCIMName.key`.
  func condition(_ columns: [String: SCIMColumn]) throws -> SQLText {
    switch self {
    case .all(let parts): return try Self.joined(parts, " AND ", columns)
    case .any(let parts): return try Self.joined(parts, " OR ", columns)
    case .not(let filter): return "NOT (\(sql: try filter.condition(columns)))"
    case .present(let name):
      let column = try Self.column(name, columns)
      if case .absent = column.kind { return "false" }
      return column.holds("\(sql: column.expression) IS NOT NULL")
    case .compare(let name, let comparison, let value):
      return try Self.column(name, columns).condition(name, comparison, value)
    case .within(let name, let filter): return try filter.prefixed(by: name).condition(columns)
    }
  }

  private static func joined(
    _ parts: [SCIMFilter], _ separator: String, _ columns: [String: SCIMColumn]
  ) throws -> SQLText {
    "(\(sql: try parts.map { try $0.condition(columns) }.joined(separator: separator)))"
  }

  private static func column(_ name: SCIMName, _ columns: [String: SCIMColumn]) throws -> SCIMColumn {
    if let column = columns[name.key] { return column }
    if let whole = columns[name.attribute], case .absent = whole.kind { return whole }
    throw SCIMFault(.invalidFilter, "\(name.key) is not an attribute that filters support.")
  }

  /// Prefixes the names inside brackets with the attribute. Users have one address, and the values of other
  /// multi-valued attributes differ in `value` only, so that conditions on sub-attributes can be tested independently.
  private func prefixed(by outer: SCIMName) throws -> SCIMFilter {
    switch self {
    case .all(let parts): return .all(try parts.map { try $0.prefixed(by: outer) })
    case .any(let parts): return .any(try parts.map { try $0.prefixed(by: outer) })
    case .not(let filter): return .not(try filter.prefixed(by: outer))
    case .compare(let name, let comparison, let value): return .compare(outer.with(sub: name.key), comparison, value)
    case .present(let name): return .present(outer.with(sub: name.key))
    case .within: throw SCIMFault(.invalidFilter, "Brackets cannot be nested.")
    }
  }
}

extension SCIMColumn {
  fileprivate func condition(
    _ name: SCIMName, _ comparison: SCIMFilter.Comparison, _ value: JSONValue
  ) throws -> SQLText {
    if case .absent = kind { return comparison == .ne || (comparison == .eq && value.isNull) ? "true" : "false" }
    if value.isNull {
      switch comparison {
      case .eq: return "NOT (\(sql: holds("\(sql: expression) IS NOT NULL")))"
      case .ne: return holds("\(sql: expression) IS NOT NULL")
      default: throw SCIMFault(.invalidFilter, "\(name.key) can be compared with null only by eq and ne.")
      }
    }
    switch kind {
    case .exact, .text, .lowered:
      guard let text = value.string else { throw SCIMFault(.invalidFilter, "\(name.key) needs a string.") }
      return textCondition(comparison, text)
    case .flag:
      guard let flag = value.flag, [.eq, .ne].contains(comparison) else {
        throw SCIMFault(.invalidFilter, "\(name.key) needs true or false, and eq or ne.")
      }
      return Self.compared(expression, comparison, "\(flag ? 1 : 0)")
    case .absent: return "false"
    case .instant:
      guard let seconds = value.string.flatMap({ Instant.seconds($0) }), ![.co, .sw, .ew].contains(comparison) else {
        throw SCIMFault(.invalidFilter, "\(name.key) needs a date-time such as \"2026-03-01T09:30:00Z\".")
      }
      return Self.compared(expression, comparison, "\(seconds)")
    }
  }

  private func textCondition(_ comparison: SCIMFilter.Comparison, _ text: String) -> SQLText {
    let (subject, wanted): (SQLText, SQLText) =
      switch kind {
      case .text: ("lower(\(sql: expression))", "lower(\(text))")
      case .lowered: (expression, "\(SCIMUser.userNameKey(text))")
      default: (expression, "\(text)")
      }
    let length = SQLText(raw: String(text.unicodeScalars.count))
    let condition: SQLText
    switch comparison {
    case .co: condition = text.isEmpty ? "true" : "replace(\(sql: subject), \(sql: wanted), '') <> \(sql: subject)"
    case .sw: condition = "substr(\(sql: subject), 1, \(sql: length)) = \(sql: wanted)"
    case .ew:
      condition = """
        length(\(sql: subject)) >= \(sql: length) AND substr(\(sql: subject), length(\(sql: subject)) - \(sql: length) + 1) = \(sql: wanted)
        """
    default:
      let compared = holds(Self.compared(subject, comparison, wanted))
      guard comparison == .eq, let lookup else { return compared }
      return "(\(sql: lookup(text)) AND \(sql: compared))"
    }
    return holds("(\(sql: subject) IS NOT NULL AND \(sql: condition))")
  }

  private static func compared(
    _ subject: SQLText, _ comparison: SCIMFilter.Comparison, _ value: SQLText
  ) -> SQLText {
    if comparison == .ne { return "(\(sql: subject) IS NULL OR \(sql: subject) <> \(sql: value))" }
    let sign = [SCIMFilter.Comparison.eq: "=", .gt: ">", .ge: ">=", .lt: "<", .le: "<="][comparison] ?? "="
    return "(\(sql: subject) IS NOT NULL AND \(sql: subject) \(raw: sign) \(sql: value))"
  }
}
