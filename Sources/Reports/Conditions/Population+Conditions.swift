package import DatabaseAccess
package import Statistics

// Conditions as parts of statements.

extension Population {
  /// Narrows the population by the conditions on users: fields of the person, and the statistics of the list of users.
  /// - Returns: the other conditions, which a statement with the statistics or rows must test.
  mutating func narrow(by all: [Condition], _ session: any SQLSession) throws -> [Condition] {
    var others: [Condition] = []
    for condition in all {
      switch condition.column.place {
      case .user(let value): conditions.append(try condition.sql(value, session))
      case .person(let value):
        conditions.append(
          "u.user_key IN (SELECT p.key FROM users AS p WHERE \(sql: try condition.sql(value, session)))")
      case .statistic, .row: others.append(condition)
      }
    }
    return others
  }

  /// Narrows the population to the users whose row with the statistics of a selection satisfies the conditions.
  ///
  /// For lists and totals: a report that reads the statistics anyway tests them in its own statement (`ReportDraft`).
  package mutating func narrow(
    byRows all: [Condition], over selection: Selection = .everything, _ session: any SQLSession
  ) throws {
    let tested = try narrow(by: all, session)
    if tested.isEmpty { return }
    let totals = Totals(tested.statistics, selection)
    let tests = try tested.compactMap { try $0.test(in: totals, session) }
    conditions.append(
      """
      u.user_key IN (SELECT u.user_key FROM user_standings AS u\(sql: totals.joins(users: keys))
        WHERE \(sql: (tests + [condition]).joined(separator: " AND ")))
      """)
  }

  /// The same, at once: the users are determined and bound. For many statements over one population, each of which
  /// would otherwise compute the statistics of all users again.
  mutating func select(byRows all: [Condition], over selection: Selection, _ session: any SQLSession) throws {
    if all.isEmpty { return }
    try narrow(byRows: all, over: selection, session)
    let keys = try session.all("SELECT u.user_key FROM user_standings AS u WHERE \(sql: condition)") {
      $0.integer(at: 0)
    }
    conditions = ["u.user_key \(anyOf: keys)"]
  }
}

extension [Condition] {
  /// The statistics that they test, each once.
  var statistics: [Statistic] {
    reduce(into: []) { all, condition in
      if let statistic = condition.column.statistic, !all.contains(statistic) { all.append(statistic) }
    }
  }
}

extension Condition {
  /// The condition over a statement that joins the totals; nil if it is not about a statistic.
  func test(in totals: Totals, _ session: any SQLSession) throws -> SQLText? {
    guard let statistic = column.statistic else { return nil }
    let terms = totals.expressions(of: statistic)
    return try sql(terms.count == 2 ? .mean(sum: terms[0], count: terms[1]) : .number(terms[0]), session)
  }

  /// The condition over a statement of rows; nil if it is not about one of their columns.
  func test(in rows: UserRows, _ session: any SQLSession) throws -> SQLText? {
    guard case .row = column.place, let shown = rows.columns.first(where: { $0.key == column.key }) else { return nil }
    return try sql(ConditionValue(shown), session)
  }
}
