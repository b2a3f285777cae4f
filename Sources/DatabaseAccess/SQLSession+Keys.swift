// Keys that are read before the statement that uses them.

extension SQLSession {
  /// Resolves a statement so that it can be run: the keys of each `anyKeyOf` SELECT are read and bound. Equal SELECTs
  /// run only once. Sessions must call this for every statement.
  package func resolved(_ sql: SQLText) throws -> SQLText {
    var known: [Question: [Int]] = [:]
    return try resolved(sql, &known)
  }

  private func resolved(_ sql: SQLText, _ known: inout [Question: [Int]]) throws -> SQLText {
    guard sql.parts.contains(where: \.mayAskFirst) else { return sql }
    var result: SQLText = ""
    result.parts = try sql.parts.map { part in
      switch part {
      case .anyKeyOf(let select): .anyOf(.integers(try keys(select, &known)))
      case .eitherWay(let oneByOne, let together):
        dialect.traits.contains(.prefersCorrelatedSubqueries)
          ? .eitherWay(oneByOne: try resolved(oneByOne, &known), together: together)
          : .eitherWay(oneByOne: oneByOne, together: try resolved(together, &known))
      default: part
      }
    }
    return result
  }

  private func keys(_ select: SQLText, _ known: inout [Question: [Int]]) throws -> [Int] {
    let (sql, values) = dialect.render(select)
    let question = Question(sql: sql, values: values)
    if let keys = known[question] { return keys }
    let keys = try all(select) { $0.integer(at: 0) }
    known[question] = keys
    return keys
  }
}

private struct Question: Hashable {
  let sql: String
  let values: [SQLValue]
}

extension SQLText.Part {
  fileprivate var mayAskFirst: Bool {
    switch self {
    case .anyKeyOf, .eitherWay: true
    case .sql, .value, .anyOf: false
    }
  }
}
