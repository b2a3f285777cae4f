package import DatabaseAccess

/// The users of an entity who are visible to the viewer and not deleted, each with their standing in it.
package struct Roster: Sendable {
  /// An item of FROM with alias `m`: one row per user, with `user_key` and what the columns read.
  let source: SQLText
  package let columns: [Column]
  package var population: Population

  package struct Column: Sendable {
    package let key: String
    package let kind: Section.Kind
    /// Its title in files.
    package let heading: String
    /// The statistic that it shows; nil for names.
    package let statistic: Statistic?
    /// Over `m` and `u` (`user_standings`): one expression, or numerator and denominator of a mean; denominator 0 means
    /// no value.
    package let expressions: [String]

    /// - Parameter heading: nil for that of the statistic.
    init(
      _ key: String, _ kind: Section.Kind, _ statistic: Statistic, heading: String? = nil, _ expressions: String...
    ) {
      self.key = key
      self.kind = kind
      self.heading = heading ?? statistic.heading
      self.statistic = statistic
      self.expressions = expressions
    }

    init(_ key: String, _ kind: Section.Kind, heading: String, _ expression: String) {
      self.key = key
      self.kind = kind
      self.heading = heading
      statistic = nil
      expressions = [expression]
    }

    /// The number of result columns it takes.
    package var width: Int { expressions.count }
  }

  /// Fields of the person before the columns; the roster can also be sorted by them.
  package static let people = ["first_name", "last_name", "email"]

  /// The statement of all rows: the user's key, first name, last name, email, then the columns' expressions; by last
  /// name, first name, id.
  package var select: SQLText { statement(beside: "u.user_key", order: Self.ties) }

  private func statement(beside first: String, order: String) -> SQLText {
    let values = columns.flatMap(\.expressions).map { ", \($0)" }.joined()
    return """
      SELECT \(raw: first), p.first_name, p.last_name, p.email\(raw: values)
      \(sql: from(" JOIN users AS p ON p.key = u.user_key")) ORDER BY \(raw: order)
      """
  }

  /// FROM and WHERE: the users and the tables joined to them. A cross join makes the engine start with the entity's
  /// users instead of all users who are not deleted.
  func from(_ joins: SQLText = "") -> SQLText {
    """
    FROM \(sql: source) CROSS JOIN user_standings AS u\(sql: joins)
    WHERE u.user_key = m.user_key AND \(sql: population.condition)
    """
  }

  private static let ties = "u.last_name_key, u.first_name_key, u.id"
}

extension Roster {
  package struct Row: Sendable {
    package let key: Int
    package let id: String
    package let firstName: String
    package let lastName: String
    package let email: String
    package let cells: [Section.Cell]
  }

  /// Rows per page.
  package static let pageSize = 50

  /// The rows of a page (from 1), sorted by a column or a field of the person: missing values last in both directions,
  /// ties by last name, first name, id.
  package func page(_ number: Int, sort: String, descending: Bool, _ session: any SQLSession) throws -> [Row] {
    let direction = descending ? " DESC" : ""
    let order = value(of: sort).map { "CASE WHEN \($0) IS NULL THEN 1 ELSE 0 END, \($0)\(direction), " } ?? ""
    let sql: SQLText = """
      \(sql: statement(beside: "u.user_key, u.id", order: order + Self.ties))
      LIMIT \(Self.pageSize) OFFSET \((number - 1) * Self.pageSize)
      """
    return try session.all(sql) { row in
      Row(
        key: row.integer(at: 0), id: row.text(at: 1), firstName: row.text(at: 2), lastName: row.text(at: 3),
        email: row.text(at: 4), cells: cells(row, from: 5))
    }
  }

  package func count(_ session: any SQLSession) throws -> Int {
    try session.number("SELECT count(*) \(sql: from())")
  }

  /// The values of the columns, starting at a column of the row.
  package func cells(_ row: any SQLRow, from first: Int) -> [Section.Cell] {
    var index = first
    return columns.map { column in
      defer { index += column.width }
      return column.cell(row, at: index)
    }
  }

  /// The sort expression; for means the quotient, which is the same for equal fractions. Nil for the order of ties.
  private func value(of key: String) -> String? {
    switch key {
    case "last_name": return nil
    case "first_name": return "u.first_name_key"
    case "email": return "u.email"
    default: break
    }
    guard let terms = columns.first(where: { $0.key == key })?.expressions else { return nil }
    return terms.count == 1 ? terms[0] : "CASE WHEN \(terms[1]) > 0 THEN (\(terms[0])) * 1.0 / (\(terms[1])) END"
  }
}

extension Roster.Column {
  package func cell(_ row: any SQLRow, at index: Int) -> Section.Cell {
    if width == 2 { return .mean(Fraction(row.integer(at: index), row.integer(at: index + 1))) }
    return switch kind {
    case .text, .id: .text(row.text(index))
    case .status: .status(code: row.text(index))
    case .count: row.integer(index).map { .count($0) } ?? .none
    case .percent: .score(row.integer(index))
    case .progress: .progress(row.integer(index))
    case .duration: row.integer(index).map { .duration($0) } ?? .none
    case .instant: .instant(row.integer(index))
    case .flag: row.integer(index).map { .flag($0 == 1) } ?? .none
    }
  }
}
