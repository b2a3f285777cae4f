import DatabaseAccess

// What the rows of a roster add up to. All of it runs in the database; nothing is read per user.

extension Roster {
  func column(_ key: String) -> Column {
    guard let column = columns.first(where: { $0.key == key }) else { preconditionFailure("no column \(key)") }
    return column
  }

  /// The sums of some expressions; of nothing 0.
  func sums(_ expressions: [String], _ session: any SQLSession) throws -> [Int] {
    let terms = expressions.map { "coalesce(sum(\($0)), 0)" }.joined(separator: ", ")
    let sql: SQLText = "SELECT \(raw: terms) FROM \(sql: members) WHERE \(sql: population.condition)"
    return try session.first(sql) { row in expressions.indices.map { row.integer(at: $0) } } ?? []
  }

  /// The mean over the users who have a value in the column, each counting once.
  func mean(of key: String, _ session: any SQLSession) throws -> Fraction {
    try means(of: key, by: nil, session)[0] ?? .noValue
  }

  /// The mean over the users of each group, by the group's key; without groups, under 0. Users with one denominator
  /// are summed up by the database, so that the mean is exact.
  private func means(of key: String, by groups: SQLText?, _ session: any SQLSession) throws -> [Int: Fraction] {
    let terms = column(key).expressions
    let denominator = terms.count > 1 ? terms[1] : "CASE WHEN \(terms[0]) IS NULL THEN 0 ELSE 1 END"
    let join: SQLText = groups.map { " JOIN (\(sql: $0)) AS g ON g.user_key = m.user_key" } ?? ""
    let group = groups == nil ? "0" : "g.group_key"
    var parts: [Int: [(sum: Fraction, count: Int)]] = [:]
    try session.each(
      """
      SELECT v.group_key, sum(v.numerator), v.denominator, count(*) FROM (
        SELECT \(raw: group) AS group_key, \(raw: terms[0]) AS numerator, \(raw: denominator) AS denominator
        FROM \(sql: members)\(sql: join) WHERE \(sql: population.condition)) AS v
      WHERE v.denominator > 0 GROUP BY v.group_key, v.denominator
      """
    ) { row in
      let sum = Fraction(row.integer(at: 1), row.integer(at: 2))
      parts[row.integer(at: 0), default: []].append((sum, row.integer(at: 3)))
    }
    return parts.mapValues { part in Fraction.mean(of: part.map(\.sum), over: part.reduce(0) { $0 + $1.count }) }
  }

  /// The median of an expression over the users for whom a condition holds: of an even number the mean of the two in
  /// the middle, rounded half away from zero.
  func median(of expression: String, where condition: String, _ session: any SQLSession) throws -> Int? {
    let among: SQLText = "\(sql: members) WHERE \(sql: population.condition) AND \(raw: condition)"
    let count = try session.number("SELECT count(*) FROM \(sql: among)")
    if count == 0 { return nil }
    let middle = try session.all(
      """
      SELECT \(raw: expression) FROM \(sql: among) ORDER BY 1
      LIMIT \(2 - count % 2) OFFSET \((count - 1) / 2)
      """
    ) { $0.integer(at: 0) }
    return Fraction(middle.reduce(0, +), middle.count).rounded()
  }

  /// How many users stand where: 0 %, then quarters, then 100 %.
  func levels(of key: String, _ session: any SQLSession) throws -> Section {
    let value = column(key).expressions[0]
    var users: [Int: Int] = [:]
    try session.each(
      """
      SELECT v.level, count(*) FROM (
        SELECT CASE WHEN \(raw: value) < 100 THEN 0 WHEN \(raw: value) = 10000 THEN 5
          ELSE 1 + (\(raw: value)) / 2500 END AS level
        FROM \(sql: members) WHERE \(sql: population.condition) AND \(raw: value) IS NOT NULL) AS v
      GROUP BY v.level
      """
    ) { users[$0.integer(at: 0)] = $0.integer(at: 1) }
    let all = users.values.reduce(0, +)
    let rows = Self.bands.enumerated().map { level, band in
      let count = users[level] ?? 0
      return Section.Row(
        name: band, id: String(level), cells: [.text(band), .count(count), .mean(Fraction(count * 10_000, all))])
    }
    return Section("levels", [.init("level", .text), .init("users", .count), .init("share", .progress)], all == 0 ? [] : rows)
  }

  /// In whole percents, rounded down as pages do: less than one stands with nothing.
  private static let bands = ["0", "1–24", "25–49", "50–74", "75–99", "100"]

  /// Per group in which users of the roster are members: how many, and the means of their progress and score.
  func groups(_ session: any SQLSession) throws -> Section {
    let memberships: SQLText = "SELECT DISTINCT user_key, group_key FROM memberships WHERE until IS NULL"
    let progress = try means(of: "progress", by: memberships, session)
    let score = try means(of: "score", by: memberships, session)
    let rows = try session.all(
      """
      SELECT g.key, g.id, g.name, v.users, o.name FROM groups AS g LEFT JOIN groups AS o ON o.id = g.parent JOIN (
        SELECT g.group_key, count(*) AS users FROM \(sql: members)
        JOIN (\(sql: memberships)) AS g ON g.user_key = m.user_key
        WHERE \(sql: population.condition) GROUP BY g.group_key) AS v ON v.group_key = g.key
      ORDER BY g.name_key, g.id
      """
    ) { row in
      Section.Row(
        name: row.text(at: 2), id: row.text(at: 1),
        cells: [
          .text(row.text(at: 2)), .text(row.text(4)), .count(row.integer(at: 3)), .mean(progress[row.integer(at: 0)] ?? .noValue),
          .mean(score[row.integer(at: 0)] ?? .noValue),
        ])
    }
    return Section(
      "results",
      [
        .init("group", .text), .init("parent", .text), .init("users", .count), .init("progress", .progress),
        .init("score", .percent),
      ], rows)
  }
}
