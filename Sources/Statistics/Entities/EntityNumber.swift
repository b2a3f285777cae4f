package import Access
import Records

/// A number in a list of entities, over the users that the viewer sees on the entity's page.
package struct EntityNumber: Sendable {
  package let column: Column
  let source: Source

  /// Where its expressions find their values.
  enum Source: Sendable {
    /// `n`: these sums over a row per user (`EntityRows.sums`).
    case sums([String])
    /// `m`: the median of the users' times.
    case median
    /// A column of *Summary* by group, with subgroups.
    case summary(SummaryColumn)
  }

  init(_ column: Column, _ source: Source) {
    self.column = column
    self.source = source
  }

  /// Pages show the usual columns; that of users is the number of members with subgroups.
  fileprivate init(of column: SummaryColumn) {
    let isShown = column != .users && SummaryColumn.usual.contains(column)
    let kind = Column.Kind(column.statistic.unit)
    self.init(
      Column(column.rawValue, kind, column.statistic, heading: column.heading, isShown: isShown), .summary(column))
  }

  var isMedian: Bool { if case .median = source { true } else { false } }
  /// The names of the sums that it needs.
  var sums: [String] { if case .sums(let names) = source { names } else { [] } }
}

extension EntityKind {
  /// The numbers of the list, in order.
  package var numbers: [EntityNumber] {
    switch self {
    case .course: Self.ofCourses
    case .question: Self.ofQuestions
    case .programSession, .pathSession: Self.ofSessions
    case .group: Self.ofGroups
    case .tag: [.count("users", .tagUsers, "users")]
    }
  }

  /// How many users an entity has.
  package var users: EntityNumber { numbers.first { $0.column.statistic == .questionUsers } ?? numbers[0] }

  /// The page shows what fits; files and the API have all.
  private static let ofCourses: [EntityNumber] = [
    .count("learners", .coursePlayers, "users"), .count("attempts", .courseTotalAttempts, "attempts", isShown: false),
    .share("completion_rate", .courseCompletionRate, "completed", of: "users"),
    .mean("mean_progress", .courseMeanProgress, "progress", "users", isShown: false),
    .mean("mean_score", .courseMeanScore, "score", "scored"), .count("time_spent", .courseTotalTime, "time_spent"),
    EntityNumber(Column("median_time", .duration, .courseMedianTime, sql: "m.median", isShown: false), .median),
    .share("dropped_rate", .courseDroppedRate, "dropped", of: "users"),
    .latest(.courseLatestActivity),
  ]

  private static let ofQuestions: [EntityNumber] = [
    .count("answers", .questionTotalAnswers, "answers"), .count("answering_users", .questionUsers, "users"),
    .mean("mean_score", .questionMeanScore, "score", "scored"),
    .mean("first_score", .questionFirstScore, "first_score", "first_scored"),
    .share("full_score_rate", .questionFullScoreRate, "full_scores", of: "scored"),
    .latest(.questionLatestActivity),
  ]

  private static let ofSessions: [EntityNumber] = [
    .count("registered", .registrations, "users"), .count("not_started", .notStarted, "not_started"),
    .count("completed", .completedSessions, "completed"),
    .mean("mean_progress", .meanSessionProgress, "progress", "with_progress"),
  ]

  private static let ofGroups: [EntityNumber] = ofMembers + SummaryColumn.allCases.map(EntityNumber.init(of:))

  private static let ofMembers: [EntityNumber] = [
    .count("members", .groupMembers, "users"),
    EntityNumber(Column("members_with_subgroups", .count, .groupMembersBelow), .summary(.users)),
  ]
}

extension EntityNumber {
  /// A count or a time, 0 without users.
  fileprivate static func count(
    _ key: String, _ statistic: Statistic, _ sum: String, isShown: Bool = true
  ) -> EntityNumber {
    let column = Column(key, Column.Kind(statistic.unit), statistic, sql: "coalesce(n.\(sum), 0)", isShown: isShown)
    return EntityNumber(column, .sums([sum]))
  }

  fileprivate static func mean(
    _ key: String, _ statistic: Statistic, _ sum: String, _ count: String, isShown: Bool = true
  ) -> EntityNumber {
    let column = Column(key, .percent, statistic, sql: "n.\(sum)", "n.\(count)", isShown: isShown)
    return EntityNumber(column, .sums([sum, count]))
  }

  /// The share of what is counted, in per cent.
  fileprivate static func share(
    _ key: String, _ statistic: Statistic, _ part: String, of whole: String
  ) -> EntityNumber {
    let column = Column(key, .percent, statistic, sql: "n.\(part) * \(Percentage.whole)", "n.\(whole)")
    return EntityNumber(column, .sums([part, whole]))
  }

  fileprivate static func latest(_ statistic: Statistic) -> EntityNumber {
    EntityNumber(Column("last_activity", .instant, statistic, sql: "n.last_activity"), .sums(["last_activity"]))
  }
}
