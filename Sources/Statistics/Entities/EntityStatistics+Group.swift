import Access
import DatabaseAccess

// The page of a group: statistics over its members, which are the users with an open membership in the group itself, in
// any role; as on the Users page filtered by the group.

extension Roster {
  static func group(_ key: Int, _ population: Population) -> Roster {
    Roster(
      source: "(SELECT DISTINCT user_key FROM memberships WHERE group_key = \(key) AND until IS NULL) AS f",
      columns: [
        Column("time_spent", .duration, .timeSpent, sql: "u.time_spent"),
        Column("last_activity", .instant, .lastActivity, sql: "u.last_activity"),
        Column(
          "average_score", .percent, .averageScore, heading: "Average score", sql: "u.score_sum", "u.score_count"),
        Column("completed_courses", .count, .completedCourses, sql: "u.completed_courses"),
        Column("completed_programs", .count, .completedPrograms, sql: "u.completed_programs"),
        Column("assigned_programs", .count, .assignedPrograms, sql: "u.assigned_programs"),
        Column("messages", .count, .messages, sql: "u.posted_messages"),
      ], population: population)
  }
}

extension EntityStatistics {
  /// Sums over the members, in this order, each also as a mean per member.
  private static let summed: [Statistic] = [
    .timeSpent, .totalTimeSpent, .completedCourses, .attendedClassrooms, .completedPaths, .assignedPaths,
    .completedPrograms, .assignedPrograms, .answeredQuestions, .messages,
  ]

  mutating func readGroup(_ viewer: Viewer, _ session: any SQLSession) throws {
    details =
      try session.first(
        "SELECT o.name, o.id FROM groups AS t JOIN groups AS o ON o.id = t.parent WHERE t.key = \(thing.key)"
      ) { row in [Detail("parent", .text(row.text(at: 0)), (.group, row.text(at: 1)))] } ?? []
    usersBelow = try countBelow(viewer, session)
    let stored = Self.summed.map { "u." + ($0.total?.stored.first ?? "") }
    let sums = try roster.sums(["1", "u.score_sum", "u.score_count"] + stored, session)
    let members = sums[0]
    figures =
      [
        Figure(statistic: .groupMembers, value: .count(members)),
        Figure(statistic: .averageScore, value: .mean(Fraction(sums[1], sums[2]))),
      ]
      + zip(Self.summed, sums.dropFirst(3)).map { statistic, sum in
        let mean = Fraction(sum, members)
        return statistic.unit == .duration
          ? Figure(statistic: statistic, value: .duration(sum), perUser: mean.rounded().map { .duration($0) })
          : Figure(statistic: statistic, value: .count(sum), perUser: .mean(Fraction(sum * 100, members)))
      }
    sections = [try subgroups(viewer, session)]
  }

  /// The number of visible users in the group or in a group below it.
  private func countBelow(_ viewer: Viewer, _ session: any SQLSession) throws -> Int {
    try session.number(
      """
      WITH RECURSIVE below (key, id) AS (
        SELECT g.key, g.id FROM groups AS g WHERE g.key = \(thing.key)
        UNION SELECT g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)
      SELECT count(DISTINCT f.user_key) FROM below AS b JOIN memberships AS f ON f.group_key = b.key
      WHERE f.until IS NULL AND \(sql: EntityAccess(.group, of: viewer).countsOnPage)
      AND f.user_key NOT IN (SELECT d.key FROM users AS d WHERE d.deleted_at IS NOT NULL)
      """)
  }

  /// The direct subgroups that the viewer may open, with the number of their members.
  private func subgroups(_ viewer: Viewer, _ session: any SQLSession) throws -> Section {
    var list = EntityList(.group, for: viewer)
    list.parent = thing.key
    let rows = try list.rows(list.order(session), numbers: [EntityKind.group.users], session).map { row in
      Section.Row(name: row.name, id: row.id, cells: [.text(row.name)] + row.numbers)
    }
    return Section("subgroups", [.init("name", .text), .init("members", .count, .groupMembers)], rows)
  }
}
