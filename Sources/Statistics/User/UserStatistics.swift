package import Access
package import DatabaseAccess
import Records

/// A user whose statistics are viewed.
package struct Subject: Sendable {
  package let user: VisibleUser
  package let firstName: String
  package let lastName: String
  package let email: String
  package let title: String?
  package let deletedAt: Int?

  package var key: Int { user.key }
  package var id: String { user.id }
  package var name: String { "\(firstName) \(lastName)" }

  /// Finds the user within the scope.
  /// - Throws: `AccessDenied.notFound`, for an unknown id as for a user outside the scope.
  package init(id: String, in scope: Scope, _ session: any SQLSession) throws {
    let user = try scope.user(id, session)
    let sql: SQLText = """
      SELECT p.first_name, p.last_name, p.email, p.title, p.deleted_at FROM users AS p WHERE p.key = \(user.key)
      """
    let found = try session.first(sql) { row in
      Subject(
        user: user, firstName: row.text(at: 0), lastName: row.text(at: 1), email: row.text(at: 2), title: row.text(3),
        deletedAt: row.integer(4))
    }
    guard let found else { throw AccessDenied.notFound }
    self = found
  }

  private init(
    user: VisibleUser, firstName: String, lastName: String, email: String, title: String?, deletedAt: Int?
  ) {
    self.user = user
    self.firstName = firstName
    self.lastName = lastName
    self.email = email
    self.title = title
    self.deletedAt = deletedAt
  }
}

/// One of a user's groups.
package struct NamedGroup: Sendable {
  package let id: String
  package let name: String
  /// The name, told apart from those of the user's other groups.
  package let title: String
}

/// Everything on a user's page: the statistics of *General* and of the individual general stats, and the sections.
package struct UserStatistics: Sendable {
  package let subject: Subject
  package let groups: [NamedGroup]
  package let totals: [Statistic: Cell]
  package let sections: [Section]

  /// The statistics of *General*, in order; `groups` comes before them.
  package static let general: [Statistic] = [.answeredQuestions, .averageAnswerScore, .trainingTime, .postedMessages]

  /// The individual general stats, in order.
  package static let report: [Statistic] = [
    .averageScore, .completedCourses, .attendedClassrooms, .completedPaths, .assignedPaths, .completedPrograms,
    .assignedPrograms, .messages, .totalTimeSpent,
  ]

  /// The sections, in order, with their columns.
  package static let sections: [(id: String, columns: [Column])] = UserSection.allCases.map {
    ($0.rawValue, $0.table.columns.filter(\.isInAPI))
  }

  /// - Parameter views: views of sections; a section without one is read completely, in its own order.
  package init(
    id: String, scope: Scope, now: Int, views: [UserSection: SectionView] = [:], _ session: any SQLSession
  ) throws {
    let subject = try Subject(id: id, in: scope, session)
    self.subject = subject
    groups = try Self.groups(of: subject.user, session)
    totals = try Self.totals(of: subject.user, Self.general + Self.report, session)
    sections = try UserSection.allCases.map { section in
      try section.table.section(of: subject.user, views[section] ?? .whole, now: now, session)
    }
  }

  /// All-time totals of one user.
  package static func totals(
    of user: VisibleUser, _ statistics: [Statistic], _ session: any SQLSession
  ) throws -> [Statistic: Cell] {
    let totals = Totals(statistics)
    let users: SQLText = "SELECT \(user.key) AS user_key"
    let sql: SQLText = "SELECT \(sql: totals.columns) FROM (\(sql: users)) AS u\(sql: totals.joins(users: users))"
    let values = try session.first(sql) { row in
      var column = 0
      return statistics.map { statistic in
        defer { column += statistic.width }
        return (statistic, statistic.value(row, at: column))
      }
    }
    return Dictionary(uniqueKeysWithValues: values ?? [])
  }

  /// Groups with an open membership in any role, each group once.
  package static func groups(of user: VisibleUser, _ session: any SQLSession) throws -> [NamedGroup] {
    let groups = try session.all(
      """
      SELECT DISTINCT g.name, g.name_key, g.id, o.name FROM memberships AS m JOIN groups AS g ON g.key = m.group_key
      JOIN users AS p ON p.key = m.user_key LEFT JOIN groups AS o ON o.id = g.parent
      WHERE m.user_key = \(user.key) AND m.until IS NULL AND p.deleted_at IS NULL ORDER BY g.name_key, g.id
      """
    ) { (id: $0.text(at: 2), name: GroupName($0.text(at: 0), parent: $0.text(3))) }
    return zip(groups, GroupName.titles(groups)).map { NamedGroup(id: $0.id, name: $0.name.name, title: $1) }
  }
}
