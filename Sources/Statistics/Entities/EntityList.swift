package import Access
package import Calendar
package import DatabaseAccess
import Foundation
import Records

/// The list of entities of a kind that a viewer may open, with numbers over the users that the viewer sees on the
/// entity's page (insights.md §5). Of questions, only those that one of these users answered are listed.
package struct EntityList: Sendable {
  package let kind: EntityKind
  let access: EntityAccess
  /// Words of a name.
  package var search: String?
  /// The key of a column or a number.
  package var sort: String
  package var descending = false
  /// Only groups directly below the group with this key.
  var parent: Int?
  /// The filters that the users pass; lists add their own scope.
  package var population: Population
  /// Conditions on the rows, each with the key of its column. Those of groups are on users, in `population`.
  package var conditions: [(column: String, sql: SQLText)] = []
  /// The instant at which numbers are computed, and the platform's time zone.
  let now: Int
  private let time: LocalTime

  package init(_ kind: EntityKind, for viewer: Viewer, now: Int = 0, _ time: LocalTime = LocalTime(.gmt)) {
    self.kind = kind
    access = EntityAccess(kind, of: viewer)
    sort = kind.columns[0].key
    population = Population(.theirUsers(of: viewer))
    self.now = now
    self.time = time
  }

  /// What the columns of *Summary* in the list of groups count: the last 90 days, as `last_90_days` of a report.
  package var summarized: Selection {
    let days = summarizedDays
    let period = Period(from: time.start(ofDay: days.first), to: time.start(ofDay: days.last + 1))
    return Selection(period: period, sessions: population.sessions)
  }

  func summary(_ choice: SummaryChoice, of population: Population) -> Summary {
    Summary(choice, of: population, sessions: population.sessions, days: summarizedDays, time)
  }

  private var summarizedDays: (first: Int, last: Int) {
    let today = time.day(at: now)
    return (today - 89, today)
  }

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

  /// Rows per page.
  package static let pageSize = 50

  /// The keys of all matching entities, in order: no value last in both directions, ties by name and id.
  package func order(_ session: any SQLSession) throws -> [Int] {
    let found = try session.all(
      """
      SELECT t.key FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition) ORDER BY \(raw: byColumn)
      """
    ) { $0.integer(at: 0) }
    guard let number = kind.numbers.first(where: { $0.column.key == sort }) else { return found }
    let cells = try numbers([number], of: found, session)
    let keyed = found.enumerated().map { (place: $0, key: $1, value: SortValue(cells[$1]?[0] ?? Cell.none)) }
    return keyed.sorted { SortValue.order($0.value, $1.value, descending: descending) ?? ($0.place < $1.place) }
      .map(\.key)
  }

  /// The keys of some rows, in order, and the number of all rows. Sorted by a number, all keys are read.
  package func page(from first: Int, _ session: any SQLSession) throws -> (keys: [Int], count: Int) {
    if !isByColumn {
      let keys = try order(session)
      return (Array(keys.dropFirst(first).prefix(Self.pageSize)), keys.count)
    }
    let keys = try session.all(
      """
      SELECT t.key FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition)
      ORDER BY \(raw: byColumn) LIMIT \(Self.pageSize) OFFSET \(first)
      """
    ) { $0.integer(at: 0) }
    return (
      keys,
      try session.number("SELECT count(*) FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition)")
    )
  }

  /// The key of an entity, which the viewer may not be allowed to open.
  package func key(of id: String, _ session: any SQLSession) throws -> Int? {
    try session.first("SELECT t.key FROM \(raw: kind.table) AS t WHERE t.id = \(id)") { $0.integer(at: 0) }
  }

  /// Some of the rows, in the order of the keys.
  /// - Parameters:
  ///   - keys: of entities that the viewer may open, from `order`.
  ///   - numbers: nil for all.
  package func rows(
    _ keys: [Int], numbers: [EntityNumber]? = nil, _ session: any SQLSession
  ) throws -> [Row] {
    let columns = kind.columns
    let linked = kind.linked.map { ", \($0)" }.joined()
    let values = columns.flatMap(\.expressions).map { ", \($0)" }.joined()
    let cells = try self.numbers(numbers ?? kind.numbers, of: keys, session)
    let tags = kind == .question ? try tags(of: keys, session) : [:]
    let first = 3 + columns.reduce(0) { $0 + $1.width }
    let rows = try session.all(
      """
      SELECT t.key, t.id, t.\(raw: kind.nameColumn)\(raw: values)\(raw: linked)
      FROM \(raw: kind.source) WHERE t.key \(anyOf: keys)
      """
    ) { row -> (Int, Row) in
      let key = row.integer(at: 0)
      let own = zip(columns, columns.cells(row, from: 3)).map { $0.kind == .names ? .names(tags[key] ?? []) : $1 }
      return (
        key,
        Row(
          id: row.text(at: 1), name: row.text(at: 2), cells: own, numbers: cells[key] ?? [],
          author: kind == .course ? Person(row, from: first) : nil,
          linked: kind == .group || kind == .question ? row.text(first) : nil)
      )
    }
    let byKey = Dictionary(uniqueKeysWithValues: rows)
    return keys.compactMap { byKey[$0] }
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

  /// A SELECT of the texts in a column of the rows, as `value`; nil for a column of numbers.
  package func texts(in key: String) -> SQLText? {
    guard let column = kind.columns.first(where: { $0.key == key }) else { return nil }
    if column.kind == .names {
      return """
        SELECT g.name AS value FROM question_tags AS x JOIN tags AS g ON g.key = x.member_key WHERE x.owner_key IN (
          SELECT t.key FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition))
        """
    }
    return """
      SELECT \(raw: column.expressions[0]) AS value
      FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition)
      """
  }

  private var condition: SQLText {
    var conditions = [access.condition] + self.conditions.map { $0.sql }
    if kind == .question { conditions.append(users(of: nil).hasUsers) }
    // Chosen sessions are the rows, as in the report of sessions.
    if let chosen = population.sessions {
      if kind == .programSession { conditions.append("t.key \(anyOf: chosen.programs)") }
      if kind == .pathSession { conditions.append("t.key \(anyOf: chosen.paths)") }
    }
    if let words = SearchWords(search) { conditions.append(words.condition(onNames: kind.names)) }
    if let parent { conditions.append("t.parent = (SELECT o.id FROM groups AS o WHERE o.key = \(parent))") }
    return conditions.joined(separator: " AND ")
  }

  /// Missing values last in both directions; ties by name and id.
  private var byColumn: String {
    let value = kind.columns.first { $0.key == sort }?.order ?? kind.names[0]
    return "CASE WHEN \(value) IS NULL THEN 1 ELSE 0 END, \(value)\(descending && isByColumn ? " DESC" : ""), "
      + kind.names.joined(separator: ", ") + ", t.id"
  }

  private var isByColumn: Bool { kind.columns.contains { $0.key == sort } }
}
