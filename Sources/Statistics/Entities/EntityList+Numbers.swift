import Access
import DatabaseAccess

// The numbers of the rows.

extension EntityList {
  /// The numbers of some entities, each in the order of `numbers`.
  func numbers(
    _ numbers: [EntityNumber], of keys: [Int], _ session: any SQLSession
  ) throws -> [Int: [Cell]] {
    if kind == .group { return try GroupNumbers(self, keys, session).cells(numbers) }
    let medians = population.isWhole && numbers.contains { $0.isMedian } ? try medians(of: keys, session) : nil
    let joined = medians == nil ? numbers : numbers.filter { !$0.isMedian }
    let columns = joined.map(\.column)
    var cells: [Int: [Cell]] = [:]
    try session.each(
      """
      SELECT t.key\(raw: columns.flatMap(\.expressions).map { ", \($0)" }.joined())
      FROM \(raw: kind.table) AS t\(sql: joins(joined, users(of: keys))) WHERE t.key \(anyOf: keys)
      """
    ) { row in
      let key = row.integer(at: 0)
      var read = columns.cells(row, from: 1)[...]
      cells[key] = numbers.map { number -> Cell in
        if let medians, number.isMedian { return .duration(medians[key]) }
        return read.removeFirst()
      }
    }
    return cells
  }

  /// The median of the users' times, in whole seconds, half up.
  private func medians(of keys: [Int], _ session: any SQLSession) throws -> [Int: Int] {
    let rows = users(of: keys)
    let sizes = try session.all(rows.sizes) { (entity: $0.integer(at: 0), users: $0.integer(at: 1)) }
    var middles: [Int: [Int]] = [:]
    for start in stride(from: 0, to: sizes.count, by: Self.mediansAtOnce) {
      try session.each(rows.middles(sizes[start..<min(start + Self.mediansAtOnce, sizes.count)])) { row in
        middles[row.integer(at: 0), default: []].append(row.integer(at: 1))
      }
    }
    return middles.compactMapValues { Fraction($0.reduce(0, +), $0.count).rounded() }
  }

  /// SQLite has at most 500 SELECTs in a statement.
  private static let mediansAtOnce = 100

  /// The joins that conditions need.
  var tested: SQLText {
    joins(kind.numbers.filter { number in conditions.contains { $0.column == number.column.key } }, users(of: nil))
  }

  private func joins(_ numbers: [EntityNumber], _ rows: EntityRows) -> SQLText {
    let sums: SQLText =
      numbers.contains { !$0.isMedian } ? " LEFT JOIN (\(sql: rows.sums)) AS n ON n.thing_key = t.key" : ""
    let medians: SQLText =
      numbers.contains { $0.isMedian } ? " LEFT JOIN (\(sql: rows.medians)) AS m ON m.thing_key = t.key" : ""
    return sums + medians
  }

  /// The users who count, with their rows.
  func users(of entities: [Int]?) -> EntityRows {
    let filters = population.filters
    // Deleted users are looked up in `users`, which is on every node: on a cluster, unneeded standings would otherwise
    // be gathered from all nodes first.
    let chosen: SQLText =
      filters.isEmpty
      ? "f.user_key NOT IN (SELECT d.key FROM users AS d WHERE d.deleted_at IS NOT NULL)"
      : """
      f.user_key IN (SELECT u.user_key FROM user_standings AS u
        WHERE u.deleted = 0 AND \(sql: filters.joined(separator: " AND ")))
      """
    return EntityRows(
      kind: kind, counts: "\(sql: access.countsOnPage) AND \(sql: chosen)", population: population, entities: entities,
      now: now)
  }
}
