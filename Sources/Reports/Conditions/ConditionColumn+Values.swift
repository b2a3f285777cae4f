import Calendar
import DatabaseAccess
import Spreadsheets
import Statistics

extension ConditionColumn {
  /// The user's value, as a condition tests it; several for a list of names, none if there is no value, and for columns
  /// of rows.
  /// - Parameter selection: the facts that statistics count.
  func values(
    of user: AskedUser, _ selection: Selection, repliesCount: Bool, _ session: any SQLSession
  ) throws -> [SpreadsheetCell] {
    let cells: [Cell] =
      switch place {
      case .row: []
      case .statistic(let statistic):
        try value(of: statistic.counted(repliesCount: repliesCount), user, selection, session)
      case .user(let value), .person(let value): try session.all(value.select(key, user)) { cell($0.value(0)) }
      }
    return cells.filter { $0 != .none && $0 != .text("") }.map { SpreadsheetCell($0) }
  }

  private func value(
    of statistic: Statistic, _ user: AskedUser, _ selection: Selection, _ session: any SQLSession
  ) throws -> [Cell] {
    let totals = Totals([statistic], selection)
    let one: SQLText = "SELECT u.user_key FROM user_standings AS u WHERE u.user_key = \(user.key)"
    return try session.all(
      """
      SELECT \(sql: totals.columns) FROM user_standings AS u\(sql: totals.joins(users: one))
      WHERE u.user_key = \(user.key)
      """
    ) { statistic.value($0, at: 0) }
  }

  private func cell(_ value: SQLValue) -> Cell {
    switch (value.text, value.integer) {
    // Dates of custom fields are texts.
    case (let text?, _): kind == .date ? Instant.days(text).map { .date($0) } ?? .none : .text(text)
    case (_, let number?):
      switch kind {
      case .percent: .percent(Fraction(number, 1))
      case .duration: .duration(number)
      case .instant: .instant(number)
      case .date: .date(number)
      default: .count(number)
      }
    default: .none
    }
  }
}

extension ConditionValue {
  /// A SELECT of the values of a user.
  /// - Parameter key: that of the column.
  fileprivate func select(_ key: String, _ user: AskedUser) -> SQLText {
    let value: String
    switch self {
    case .custom(let field):
      return """
        SELECT v.value FROM custom_values AS v WHERE v.user_key = \(user.key) AND v.custom_field_key = \(field)
        """
    case .managers:
      return """
        SELECT r.email FROM managers AS m JOIN users AS r ON r.key = m.manager_key
        WHERE m.user_key = \(user.key) AND m.until IS NULL AND r.deleted_at IS NULL
        """
    case .number(let text), .mean(let text, _): value = text
    case .exact, .keyed, .text: value = textExpression(key) ?? "NULL"
    // Of a question, not of a user.
    case .tags: value = "NULL"
    }
    return """
      SELECT \(raw: value) FROM user_standings AS u JOIN users AS p ON p.key = u.user_key WHERE u.user_key = \(user.key)
      """
  }

  /// The expression of a text, over `u` and `p`; nil for other values.
  /// - Parameter key: that of the column.
  func textExpression(_ key: String) -> String? {
    switch self {
    // The name itself, not its sort key.
    case .keyed(nil, _): "p.\(key)"
    case .exact(let text), .text(let text, _), .keyed(.some(let text), _): text
    case .number, .mean, .custom, .managers, .tags: nil
    }
  }
}
