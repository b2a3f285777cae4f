package import DatabaseAccess

/// Rows that belong to users, many per user: sessions, attempts, answered questions, certificates or tags, for many
/// users in one statement. Values equal those in the sections of a user's page.
package struct UserRows: Sendable {
  /// Items of FROM; the first has the alias `f` and a column `user_key`.
  let source: SQLText
  /// A condition on `f` and the tables joined to it.
  package var condition: SQLText
  package let columns: [Roster.Column]
  /// The order of one user's rows, as in the section.
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
  ///   - selection: which facts count; its sessions, if the kind supports them, also narrow the population.
  ///   - now: the instant at which statuses are evaluated.
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

  /// The expressions of all columns, in order.
  package var values: [String] { columns.flatMap(\.expressions) }

  /// FROM and WHERE: `u` is the user's row in `user_standings`, `p` in `users`. Cross joins make the engine iterate
  /// over users in the order of their names.
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
  /// A condition on a column of user keys, to limit what is summed.
  func holds(_ column: String) -> SQLText { keys.map { "\(raw: column) IN (\(sql: $0))" } ?? "true" }
}
