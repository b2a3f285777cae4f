import Calendar
import DatabaseAccess
import Records
import Statistics

extension Condition {
  /// The condition on a row, in SQL: true or false for every row, never NULL.
  /// - Parameter value: where the statement has the column's value.
  func sql(_ value: ConditionValue, _ session: any SQLSession) throws -> SQLText {
    switch test {
    case .empty: return "NOT \(sql: value.isFilled)"
    case .filled: return value.isFilled
    case .texts(let operation, let texts):
      return signed(try value.matches(operation, texts, session), value)
    case .numbers(let spans):
      if case .custom(let field) = value {
        let match = try ConditionValue.custom(field, session) { text in
          Instant.days(text).map { day in spans.contains { $0.contains(day) } } ?? false
        }
        return signed(match, value)
      }
      return signed("(\(sql: spans.map(value.isIn).joined(separator: " OR ")))", value)
    }
  }

  /// A negative operation holds for rows that do not match, and for rows without a value.
  private func signed(_ match: SQLText, _ value: ConditionValue) -> SQLText {
    let holds: SQLText = "(\(sql: value.isFilled) AND \(sql: match))"
    return operation.isNegative ? "NOT \(sql: holds)" : holds
  }
}

extension ConditionValue {
  /// Whether there is a value; an empty text is none.
  fileprivate var isFilled: SQLText {
    switch self {
    case .number(let number): "(\(raw: number)) IS NOT NULL"
    case .mean(_, let count): "coalesce(\(raw: count), 0) > 0"
    case .keyed(nil, _): "true"
    case .exact(let text), .keyed(.some(let text), _), .text(let text, _): "coalesce(\(raw: text), '') <> ''"
    case .custom(let field):
      """
      u.user_key IN (SELECT v.user_key FROM custom_values AS v
        WHERE v.custom_field_key = \(field) AND v.value <> '')
      """
    case .managers:
      """
      u.user_key IN (SELECT m.user_key FROM managers AS m JOIN users AS r ON r.key = m.manager_key
        WHERE m.until IS NULL AND r.deleted_at IS NULL)
      """
    case .tags: "t.key IN (SELECT x.owner_key FROM question_tags AS x)"
    }
  }

  /// Whether the value is one of the texts, contains one or begins with one.
  fileprivate func matches(
    _ operation: ConditionOperation, _ texts: [String], _ session: any SQLSession
  ) throws -> SQLText {
    switch self {
    case .exact(let text): return Self.compares(text, operation, texts)
    case .keyed(_, let key): return Self.compares(key, operation, texts)
    case .text(let text, let among):
      return Self.isOne(text, of: try session.all(among) { $0.text(at: 0) }) { Self.folds($0, operation, texts) }
    case .custom(let field): return try Self.custom(field, session) { Self.folds($0, operation, texts) }
    case .managers:
      let managers = try session.all(
        """
        SELECT DISTINCT r.key, r.email FROM managers AS m JOIN users AS r ON r.key = m.manager_key
        WHERE m.until IS NULL AND r.deleted_at IS NULL
        """
      ) { (key: $0.integer(at: 0), email: $0.text(at: 1)) }
      let matching = managers.filter { Self.folds($0.email, operation, texts) }.map(\.key)
      return """
        u.user_key IN (SELECT m.user_key FROM managers AS m WHERE m.until IS NULL AND m.manager_key \(anyOf: matching))
        """
    case .tags:
      let tags = try session.all("SELECT key, name FROM tags") { (key: $0.integer(at: 0), name: $0.text(at: 1)) }
      let matching = tags.filter { Self.folds($0.name, operation, texts) }.map(\.key)
      return "t.key IN (SELECT x.owner_key FROM question_tags AS x WHERE x.member_key \(anyOf: matching))"
    case .number, .mean: preconditionFailure("a number is not compared with texts")
    }
  }

  /// The user's value of a custom field satisfies a condition.
  fileprivate static func custom(
    _ field: Int, _ session: any SQLSession, _ isMatching: (String) -> Bool
  ) throws -> SQLText {
    let values = try session.all("SELECT DISTINCT value FROM custom_values WHERE custom_field_key = \(field)") {
      $0.text(at: 0)
    }
    return """
      u.user_key IN (SELECT v.user_key FROM custom_values AS v
        WHERE v.custom_field_key = \(field) AND \(sql: isOne("v.value", of: values, where: isMatching)))
      """
  }

  /// The text is one of the values that match. The shorter list is bound, since most of many values may match.
  /// - Parameter values: all that the text may have.
  private static func isOne(_ text: String, of values: [String], where isMatching: (String) -> Bool) -> SQLText {
    var (matching, others): ([String], [String]) = ([], [])
    for value in values { if isMatching(value) { matching.append(value) } else { others.append(value) } }
    return matching.count <= others.count
      ? "\(raw: text) \(anyOf: matching)" : "NOT \(raw: text) \(anyOf: others)"
  }

  private static func folds(_ text: String, _ operation: ConditionOperation, _ texts: [String]) -> Bool {
    let key = sortKey(text)
    return texts.contains { text in
      switch operation {
      case .contains: key.containsBytes(of: text)
      case .starts: key.startsWithBytes(of: text)
      default: key.equalsBytes(of: text)
      }
    }
  }

  /// Compares by code point. LIKE would ignore the case of ASCII letters on SQLite.
  private static func compares(_ text: String, _ operation: ConditionOperation, _ texts: [String]) -> SQLText {
    let each: [SQLText] =
      switch operation {
      case .contains: texts.map { "replace(\(raw: text), \($0), '') <> \(raw: text)" }
      case .starts: texts.map { "substr(\(raw: text), 1, \(raw: String($0.unicodeScalars.count))) = \($0)" }
      default: ["\(raw: text) \(anyOf: texts)"]
      }
    return "(\(sql: each.joined(separator: " OR ")))"
  }

  /// Whether a number is in a range. A mean is compared exactly, without multiplying: `a / b < n` if the whole part of
  /// the quotient is less than n. Sums are never negative; PostgreSQL's are not integers, hence the casts.
  fileprivate func isIn(_ span: ConditionTest.Span) -> SQLText {
    switch self {
    case .mean(let sum, let count):
      let divisor = "nullif(CAST(\(count) AS bigint), 0)"
      let (whole, rest) = ("CAST(\(sum) AS bigint) / \(divisor)", "CAST(\(sum) AS bigint) % \(divisor)")
      return Self.bounds(span) { bound, isLower in
        // At least n and less than n concern the whole part only; the others also the rest.
        if isLower == bound.isIncluded {
          return "\(raw: whole) \(raw: isLower ? ">=" : "<") \(raw: String(bound.value))"
        }
        let beyond: SQLText =
          "(\(raw: whole) > \(raw: String(bound.value)) OR \(raw: whole) = \(raw: String(bound.value)) AND \(raw: rest) > 0)"
        return isLower ? beyond : "NOT \(sql: beyond)"
      }
    case .number(let number):
      return Self.bounds(span) { bound, isLower in
        "(\(raw: number)) \(raw: (isLower ? ">" : "<") + (bound.isIncluded ? "=" : "")) \(raw: String(bound.value))"
      }
    default: preconditionFailure("a text is not compared with numbers")
    }
  }

  private static func bounds(
    _ span: ConditionTest.Span, _ compare: (ConditionTest.Bound, _ isLower: Bool) -> SQLText
  ) -> SQLText {
    let both = [span.lower.map { compare($0, true) }, span.upper.map { compare($0, false) }].compactMap(\.self)
    return "(\(sql: both.joined(separator: " AND ")))"
  }
}
