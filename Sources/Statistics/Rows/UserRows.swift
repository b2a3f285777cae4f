package import DatabaseAccess

/// What belongs to users, many rows to each: their sessions, attempts, answered questions, certificates or tags, over
/// many users in one statement. The numbers are those of the sections of a user's page.
package struct UserRows: Sendable {
  /// Items of FROM; the first has the alias `f` and a `user_key`.
  let source: SQLText
  /// On `f` and what is joined to it.
  let condition: SQLText
  package let columns: [Roster.Column]
  /// The order of one user's rows: that of the section.
  let order: String
  package let population: Population

  package enum Kind: String, Sendable, CaseIterable {
    case programSessions = "program-sessions"
    case pathSessions = "path-sessions"
    case courseAttempts = "course-attempts"
    case answeredQuestions = "answered-questions"
    case certificates, tags
  }

  /// - Parameters:
  ///   - selection: which facts count; its sessions, where the kind takes any, narrow the population as well.
  ///   - now: what statuses are reckoned at.
  package init(_ kind: Kind, of population: Population, _ selection: Selection, now: Int) {
    self =
      switch kind {
      case .programSessions: .programSessions(population, selection)
      case .pathSessions: .pathSessions(population, selection, now)
      case .courseAttempts: .courseAttempts(population, selection)
      case .answeredQuestions: .answeredQuestions(population, selection)
      case .certificates: .certificates(population, selection, now)
      case .tags: .tags(population, selection)
      }
  }

  init(
    _ source: SQLText, where condition: SQLText = "true", columns: [Roster.Column], order: String,
    _ population: Population
  ) {
    self.source = source
    self.condition = condition
    self.columns = columns
    self.order = order
    self.population = population
  }

  /// The expressions of the columns, one after another.
  package var values: [String] { columns.flatMap(\.expressions) }

  /// FROM and WHERE: `u` is the user's row of `user_standings`, `p` that of `users`. Cross joins, so that an engine goes
  /// from user to user in the order of their names.
  package var from: SQLText {
    """
    FROM user_standings AS u CROSS JOIN users AS p CROSS JOIN \(sql: source)
    WHERE p.key = u.user_key AND f.user_key = u.user_key AND \(sql: population.condition) AND \(sql: condition)
    """
  }

  /// Last name, first name, id; then the order of the section.
  package var ordering: SQLText { "u.last_name_key, u.first_name_key, u.id, \(raw: order)" }
}

extension Population {
  /// A condition on a column of user keys, that keeps what is summed up small.
  func holds(_ column: String) -> SQLText { keys.map { "\(raw: column) IN (\(sql: $0))" } ?? "true" }
}
