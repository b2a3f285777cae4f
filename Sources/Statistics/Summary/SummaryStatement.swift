import DatabaseAccess

/// A statement of a *Summary*: a relation of users, `user_key` and perhaps `unit` and `thing`, joined with the users'
/// values and added up.
struct SummaryStatement {
  private let relation: SQLText
  let parts: [SummaryPart]
  private let population: Population

  init(_ relation: SQLText, _ parts: [SummaryPart], _ population: Population) {
    self.relation = relation
    self.parts = parts
    self.population = population
  }

  /// A SELECT of the parts' values, then of these expressions over the relation `s`.
  func select(_ numbers: [String]) -> SQLText {
    let keys = parts.indices.map(value)
    let all = (keys + numbers).joined(separator: ", ")
    let grouping = keys.isEmpty ? "" : " GROUP BY " + keys.joined(separator: ", ")
    return """
      SELECT \(raw: all) FROM (\(sql: relation)) AS s JOIN user_standings AS u ON u.user_key = s.user_key\(sql: joins)
      WHERE \(sql: population.condition)\(raw: enrolment)\(raw: grouping)
      """
  }

  /// Facts in a session count only for users with an enrolment in it, open or closed.
  private var enrolment: String {
    guard let thing = parts.compactMap(\.dimension.thing).first, thing != .course else { return "" }
    return " AND EXISTS (SELECT 1 FROM enrolments AS n WHERE n.user_key = s.user_key AND n.\(thing.column) = s.thing)"
  }

  private func value(_ index: Int) -> String {
    if parts[index].units != nil { return "s.unit" }
    return parts[index].dimension.thing == nil ? "d\(index).value" : "s.thing"
  }

  private var joins: SQLText {
    parts.indices.map { index -> SQLText in
      guard let values = parts[index].userValues else { return "" }
      return " LEFT JOIN (\(sql: values)) AS d\(raw: String(index)) ON d\(raw: String(index)).user_key = s.user_key"
    }.joined(separator: "")
  }
}

// Relations.

extension SummaryStatement {
  /// The users, with their stored totals.
  static func users(_ population: Population) -> SQLText {
    "SELECT u.* FROM user_standings AS u WHERE \(sql: population.condition)"
  }

  /// Each user with each chosen session in which they have an enrolment, open or closed.
  static func enrolled(_ thing: FactDivision.Thing, _ selection: Selection) -> SQLText {
    let keys = thing == .pathSession ? selection.sessions?.paths : selection.sessions?.programs
    return """
      SELECT DISTINCT e.user_key, e.\(raw: thing.column) AS thing FROM enrolments AS e
      WHERE e.\(raw: thing.column) \(anyOf: keys ?? [])
      """
  }

  /// Each user with each course on which they have a selected attempt, or that they first completed in the period.
  static func learners(_ population: Population, _ selection: Selection, _ division: FactDivision) -> SQLText {
    let columns = "s.user_key" + (division.units == nil ? "" : ", s.unit") + ", s.thing"
    return [FactSource.attempts, .courses].map { source -> SQLText in
      "SELECT \(raw: columns) FROM (\(sql: source.sql(selection, users: population.keys, division))) AS s"
    }.joined(separator: " UNION ")
  }
}
