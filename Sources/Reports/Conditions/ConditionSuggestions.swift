package import DatabaseAccess
import Records
package import Statistics

/// Values that a condition on a column may be given: statuses, relative dates, or texts that occur among the users or
/// entities that a viewer sees.
package struct ConditionSuggestions: Sendable {
  package let values: [String]
  /// Whether more match.
  package let hasMore: Bool

  /// The maximum number of suggestions.
  package static let limit = 20
  /// The maximum number of users or rows whose values are read, which bounds time and memory on any platform.
  private static let rowLimit = 50_000
  /// The maximum length of a suggestion, in characters.
  private static let longest = 200
  private static let dates = ["today", "today-7d", "today-30d", "today-90d", "today+7d", "today+30d", "today+90d"]

  /// - Parameters:
  ///   - population: the users of the list or report.
  ///   - text: a part of the values, compared as conditions compare; nil: all.
  package init(
    of column: ConditionColumn, in population: Population, _ type: ReportType?, matching text: String?,
    _ session: any SQLSession
  ) throws {
    var population = population
    // Names and addresses are found by the search of lists, so that those of many users are complete.
    if ["first_name", "last_name", "email"].contains(column.key) {
      population.search = text
      try population.narrow(bySearch: session)
    }
    try self.init(of: column, among: column.values(in: population, type), matching: text, session)
  }

  /// Of a list of entities.
  package init(
    of column: ConditionColumn, in list: EntityList, matching text: String?, _ session: any SQLSession
  ) throws {
    try self.init(of: column, among: list.texts(in: column.key), matching: text, session)
  }

  /// - Parameter texts: a SELECT of texts, as `value`; nil if there are none.
  private init(
    of column: ConditionColumn, among texts: SQLText?, matching text: String?, _ session: any SQLSession
  ) throws {
    let found: [String]
    switch column.kind {
    case .status(let all): found = all.map(\.rawValue)
    case .date, .instant: found = Self.dates.filter { date in text.map { date.containsBytes(of: $0) } ?? true }
    case .count, .percent, .duration: found = []
    case .text, .id, .names:
      let values = try texts.map {
        try session.all(
          """
          SELECT DISTINCT v.value FROM (\(sql: $0) LIMIT \(Self.rowLimit)) AS v
          WHERE length(v.value) <= \(Self.longest)
          """
        ) { $0.text(at: 0) }
      }
      found = Self.matching(values ?? [], text)
    }
    values = Array(found.prefix(Self.limit))
    hasMore = found.count > Self.limit
  }

  /// The values that contain a text, by folded text. A condition cannot name a value with its separator in it.
  private static func matching(_ values: [String], _ text: String?) -> [String] {
    let part = sortKey(text ?? "")
    return values.filter { !$0.isEmpty && !$0.containsBytes(of: "|") }.map { (value: $0, key: sortKey($0)) }
      .filter { part.isEmpty || $0.key.containsBytes(of: part) }
      .sorted { a, b in
        a.key.utf8.elementsEqual(b.key.utf8) ? a.value.comesBefore(b.value) : a.key.comesBefore(b.key)
      }.map(\.value)
  }
}

extension ConditionColumn {
  /// A SELECT of the texts in the column, as `value`; nil if there are none.
  fileprivate func values(in population: Population, _ type: ReportType?) -> SQLText? {
    let users: SQLText = "FROM user_standings AS u JOIN users AS p ON p.key = u.user_key"
    switch place {
    case .statistic: return nil
    case .row:
      guard case .several(let table)? = type?.rows else { return nil }
      let rows = UserRows(table, of: population, .standing)
      guard let shown = rows.columns.first(where: { $0.key == key }) else { return nil }
      return "SELECT \(raw: shown.expressions[0]) AS value \(sql: rows.from)"
    case .user(.custom(let field)), .person(.custom(let field)):
      return """
        SELECT c.value \(sql: users) JOIN custom_values AS c ON c.user_key = u.user_key
        WHERE c.custom_field_key = \(field) AND \(sql: population.condition)
        """
    case .user(.managers), .person(.managers):
      return """
        SELECT r.email AS value \(sql: users) JOIN managers AS m ON m.user_key = u.user_key AND m.until IS NULL
        JOIN users AS r ON r.key = m.manager_key AND r.deleted_at IS NULL WHERE \(sql: population.condition)
        """
    case .user(let value), .person(let value):
      return value.textExpression(key).map {
        "SELECT \(raw: $0) AS value \(sql: users) WHERE \(sql: population.condition)"
      }
    }
  }
}
