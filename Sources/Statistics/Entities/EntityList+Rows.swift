import Access
package import DatabaseAccess

// The rows of a list and their numbers.

extension EntityList {
  package struct Row: Sendable {
    package let id: String
    package let name: String
    /// In the order of the kind's columns.
    package let cells: [Cell]
    /// In the order of the kind's numbers, or of those that were asked for.
    package let numbers: [Cell]
    /// A course's author; the id of a group's parent or of a question's course.
    package let author: Person?
    package let linked: String?
  }

  /// Some of the rows, in the order of the keys.
  /// - Parameters:
  ///   - keys: of entities that the viewer may open, from `order`.
  ///   - numbers: nil for all.
  package func rows(
    _ keys: [Int], numbers: [EntityNumber]? = nil, _ session: any SQLSession
  ) throws -> [Row] {
    let values = (kind.columns.flatMap(\.expressions) + kind.linked).map { ", \($0)" }.joined()
    let cells = try self.numbers(numbers ?? kind.numbers, of: keys, session)
    let tags = kind == .question ? try tags(of: keys, session) : [:]
    let rows = try session.all(
      """
      SELECT t.key, t.id, t.\(raw: kind.nameColumn)\(raw: values) FROM \(raw: kind.source) WHERE t.key \(anyOf: keys)
      """
    ) { row in
      let key = row.integer(at: 0)
      return (key, self.row(row, tags[key] ?? [], cells[key] ?? []))
    }
    let byKey = Dictionary(uniqueKeysWithValues: rows)
    return keys.compactMap { byKey[$0] }
  }

  private func row(_ row: any SQLRow, _ tags: [String], _ numbers: [Cell]) -> Row {
    let columns = kind.columns
    let linked = 3 + columns.reduce(0) { $0 + $1.width }
    return Row(
      id: row.text(at: 1), name: row.text(at: 2),
      cells: zip(columns, columns.cells(row, from: 3)).map { $0.kind == .names ? .names(tags) : $1 },
      numbers: numbers, author: kind == .course ? Person(row, from: linked) : nil,
      linked: kind == .group || kind == .question ? row.text(linked) : nil)
  }

  /// The names of the questions' tags, in order.
  private func tags(of questions: [Int], _ session: any SQLSession) throws -> [Int: [String]] {
    try session.all(
      """
      SELECT x.owner_key, g.name FROM question_tags AS x JOIN tags AS g ON g.key = x.member_key
      WHERE x.owner_key \(anyOf: questions) ORDER BY g.name_key, g.id
      """
    ) { ($0.integer(at: 0), $0.text(at: 1)) }.reduce(into: [:]) { $0[$1.0, default: []].append($1.1) }
  }
}

// Numbers.

extension EntityList {
  /// The numbers of some entities, each in the order of `numbers`.
  func numbers(
    _ numbers: [EntityNumber], of keys: [Int], _ session: any SQLSession
  ) throws -> [Int: [Cell]] {
    if kind == .group { return try GroupNumbers(self, keys, session).cells(numbers) }
    let columns = numbers.map(\.column)
    let cells = try session.all(
      """
      SELECT t.key\(raw: columns.flatMap(\.expressions).map { ", \($0)" }.joined())
      FROM \(raw: kind.table) AS t\(sql: joins(numbers, users(of: keys))) WHERE t.key \(anyOf: keys)
      """
    ) { ($0.integer(at: 0), columns.cells($0, from: 1)) }
    return Dictionary(uniqueKeysWithValues: cells)
  }

  /// The joins that conditions need.
  var tested: SQLText {
    joins(kind.numbers.filter { number in conditions.contains { $0.column == number.column.key } }, users(of: nil))
  }

  private func joins(_ numbers: [EntityNumber], _ rows: EntityRows) -> SQLText {
    let names = Set(numbers.flatMap(\.sums))
    let sums: SQLText =
      names.isEmpty ? "" : " LEFT JOIN (\(sql: rows.sums(names))) AS n ON n.thing_key = t.key"
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
      moment: moment)
  }
}
