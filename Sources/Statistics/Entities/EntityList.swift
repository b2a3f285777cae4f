package import Access
package import Calendar
package import DatabaseAccess

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
  package let moment: Moment

  package init(_ kind: EntityKind, for viewer: Viewer, at moment: Moment) {
    self.kind = kind
    access = EntityAccess(kind, of: viewer)
    sort = kind.columns[0].key
    population = Population(.theirUsers(of: viewer))
    self.moment = moment
  }

  /// What the columns of *Summary* in the list of groups count: the last 90 days, as `last_90_days` of a report.
  package var summarized: Selection {
    let period = Period(days: summarizedDays.first, summarizedDays.last, in: moment.time)
    return Selection(period: period, sessions: population.sessions, at: moment)
  }

  func summary(ofGroups keys: [Int], _ columns: [SummaryColumn]) throws -> Summary {
    try Summary(ofGroups: keys, columns, of: population, days: summarizedDays, at: moment)
  }

  private var summarizedDays: (first: Int?, last: Int?) { (moment.today - 89, moment.today) }

  /// Rows per page.
  package static let pageSize = 50

  /// The keys of all matching entities, in order: no value last in both directions, ties by name and id.
  package func order(_ session: any SQLSession) throws -> [Int] {
    let found = try session.all("SELECT t.key \(sql: from) ORDER BY \(raw: byColumn)") { $0.integer(at: 0) }
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
      "SELECT t.key \(sql: from) ORDER BY \(raw: byColumn) LIMIT \(Self.pageSize) OFFSET \(first)"
    ) { $0.integer(at: 0) }
    return (keys, try session.number("SELECT count(*) \(sql: from)"))
  }

  /// The key of an entity, which the viewer may not be allowed to open.
  package func key(of id: String, _ session: any SQLSession) throws -> Int? {
    try session.first("SELECT t.key FROM \(raw: kind.table) AS t WHERE t.id = \(id)") { $0.integer(at: 0) }
  }

  private var from: SQLText { "FROM \(raw: kind.source)\(sql: tested) WHERE \(sql: condition)" }

  /// A SELECT of the texts in a column of the rows, as `value`; nil for a column of numbers.
  package func texts(in key: String) -> SQLText? {
    guard let column = kind.columns.first(where: { $0.key == key }) else { return nil }
    if column.kind == .names {
      return """
        SELECT g.name AS value FROM question_tags AS x JOIN tags AS g ON g.key = x.member_key WHERE x.owner_key IN (
          SELECT t.key \(sql: from))
        """
    }
    return "SELECT \(raw: column.expressions[0]) AS value \(sql: from)"
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
