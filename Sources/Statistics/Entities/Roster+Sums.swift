import DatabaseAccess
import Records

// Sums and means over the rows of a roster. All are computed by the database; no row is read per user.

extension Roster {
  func column(_ key: String) -> Column {
    guard let column = columns.first(where: { $0.key == key }) else { preconditionFailure("no column \(key)") }
    return column
  }

  /// The sums of some expressions; 0 without rows.
  func sums(_ expressions: [String], _ session: any SQLSession) throws -> [Int] {
    let terms = expressions.map { "coalesce(sum(\($0)), 0)" }.joined(separator: ", ")
    return try session.first("SELECT \(raw: terms) \(sql: from())") { row in
      expressions.indices.map { row.integer(at: $0) }
    } ?? []
  }

  /// The mean over the users with a value in the column, each counting once.
  func mean(of key: String, _ session: any SQLSession) throws -> Fraction {
    let (numerator, denominator) = terms(of: key)
    var sums: [MeanPart] = []
    try session.each(
      """
      SELECT sum(v.numerator), v.denominator, count(*) FROM (
        SELECT \(raw: numerator) AS numerator, \(raw: denominator) AS denominator \(sql: from())) AS v
      WHERE v.denominator > 0 GROUP BY v.denominator
      """
    ) { row in sums.append(MeanPart(row, from: 0)) }
    return MeanPart.mean(of: sums)
  }

  /// Numerator and denominator; the denominator is 0 if the value is missing.
  private func terms(of key: String) -> (String, String) {
    let terms = column(key).expressions
    return (terms[0], terms.count > 1 ? terms[1] : "CASE WHEN \(terms[0]) IS NULL THEN 0 ELSE 1 END")
  }

  /// The median of an expression over the users who meet a condition. For an even number it is the mean of the two
  /// middle values, rounded half away from zero.
  func median(of expression: String, where condition: String, _ session: any SQLSession) throws -> Int? {
    let among: SQLText = "\(sql: from()) AND \(raw: condition)"
    let count = try session.number("SELECT count(*) \(sql: among)")
    if count == 0 { return nil }
    let middle = try session.all(
      """
      SELECT \(raw: expression) \(sql: among) ORDER BY 1
      LIMIT \(2 - count % 2) OFFSET \((count - 1) / 2)
      """
    ) { $0.integer(at: 0) }
    return Fraction(middle.reduce(0, +), middle.count).rounded()
  }

  /// The number of users at 0 %, in each quarter, and at 100 %.
  func levels(of key: String, _ session: any SQLSession) throws -> Section {
    let value = column(key).expressions[0]
    var users: [Int: Int] = [:]
    try session.each(
      """
      SELECT v.level, count(*) FROM (
        SELECT CASE WHEN \(raw: value) < 100 THEN 0 WHEN \(raw: value) = \(Percentage.whole) THEN 5
          ELSE 1 + (\(raw: value)) / 2500 END AS level
        \(sql: from()) AND \(raw: value) IS NOT NULL) AS v
      GROUP BY v.level
      """
    ) { users[$0.integer(at: 0)] = $0.integer(at: 1) }
    let all = users.values.reduce(0, +)
    let rows = Self.bands.enumerated().map { level, band in
      let count = users[level] ?? 0
      return Section.Row(
        name: band, id: String(level),
        cells: [.text(band), .count(count), .mean(Fraction(count * Percentage.whole, all))])
    }
    return Section(
      "levels",
      [.init("level", .text), .init("users", .count, .usersThere), .init("share", .progress, .shareOfUsers)],
      all == 0 ? [] : rows)
  }

  /// In whole percents, rounded down as on pages: below 1 % counts as 0.
  private static let bands = ["0", "1–24", "25–49", "50–74", "75–99", "100"]

  /// Per group of which users of the roster are members, in any role: their number, mean progress and mean score.
  func groups(_ session: any SQLSession) throws -> Section {
    let (progress, hasProgress) = terms(of: "progress")
    let (score, divisor) = terms(of: "score")
    var found: [Int: [(users: Int, progress: (sum: Int, count: Int), score: MeanPart)]] = [:]
    try session.each(
      """
      SELECT v.group_key, count(*), coalesce(sum(v.progress), 0), sum(v.has_progress), coalesce(sum(v.score), 0),
        v.divisor, count(*)
      FROM (
        SELECT DISTINCT g.group_key, f.user_key, \(raw: progress) AS progress, \(raw: hasProgress) AS has_progress,
          \(raw: score) AS score, coalesce(\(raw: divisor), 0) AS divisor
        \(sql: from(" JOIN memberships AS g ON g.user_key = u.user_key AND g.until IS NULL"))) AS v
      GROUP BY v.group_key, v.divisor
      """
    ) { row in
      let part = (row.integer(at: 1), (row.integer(at: 2), row.integer(at: 3)), MeanPart(row, from: 4))
      found[row.integer(at: 0), default: []].append(part)
    }
    let names = try session.all(
      """
      SELECT g.key, g.id, g.name, o.name FROM groups AS g LEFT JOIN groups AS o ON o.id = g.parent
      WHERE g.key \(anyOf: Array(found.keys)) ORDER BY g.name_key, g.id
      """
    ) { ($0.integer(at: 0), id: $0.text(at: 1), name: $0.text(at: 2), parent: $0.text(3)) }
    let rows = names.map { key, id, name, parent in
      let parts = found[key] ?? []
      let progress = Fraction(
        parts.reduce(0) { $0 + $1.progress.sum }, parts.reduce(0) { $0 + $1.progress.count })
      return Section.Row(
        name: name, id: id,
        cells: [
          .text(name), .text(parent), .count(parts.reduce(0) { $0 + $1.users }), .mean(progress),
          .mean(MeanPart.mean(of: parts.map(\.score))),
        ])
    }
    return Section("results", Self.groupColumns, rows)
  }

  private static let groupColumns: [Column] = [
    .init("group", .text), .init("parent", .text), .init("users", .count, .usersThere),
    .init("progress", .progress, .meanGroupProgress), .init("score", .percent, .meanGroupScore),
  ]
}

/// Fractions with the same denominator, summed by the database, so that the overall mean is exact.
private struct MeanPart {
  let sum: Fraction
  let count: Int

  /// Reads three columns: sum of the numerators, denominator, count.
  init(_ row: any SQLRow, from column: Int) {
    sum = Fraction(row.integer(at: column), row.integer(at: column + 1))
    count = row.integer(at: column + 2)
  }

  /// Users without a value have the denominator 0.
  static func mean(of parts: [MeanPart]) -> Fraction {
    let valued = parts.filter { $0.sum.denominator > 0 }
    return Fraction.mean(of: valued.map(\.sum), over: valued.reduce(0) { $0 + $1.count })
  }
}
