import Access
import DatabaseAccess

// Evidence for statistics computed from attempts and assessment results.

extension EvidenceSource {
  static let attemptTime = EvidenceSource(.duration) { [time(attempts($0))] }

  /// Attempts replaced by a more recent one do not count.
  static let totalTimeSpent = EvidenceSource(.duration) { context in
    var part = time(attempts(context))
    part.reasons = [("\(FactSource.isSuperseded) OR \(FactSource.isOvertaken)", .superseded)]
    return [part]
  }

  static let timeWithin = EvidenceSource(.duration) { context in
    var part = time(attempts(context))
    part.inside = context.period.contains("f.last_activity_at")
    return [part]
  }

  private static func attempts(_ context: Context) -> SQLText {
    "all_attempts AS f JOIN courses AS c ON c.key = f.course_key WHERE f.user_key = \(context.user.key)"
  }

  private static func time(_ from: SQLText) -> Part {
    Part(
      kind: "attempts", dated: "f.last_activity_at", name: "c.name", number: "f.time_spent", leads: "c.id",
      amount: "f.time_spent", isWithdrawable: true, from: from)
  }

  static let lastActivity = EvidenceSource(.instant) { context in
    let ranked: SQLText = """
      (SELECT a.id, a.course_key, a.last_activity_at, a.withdrawn_at,
        row_number() OVER (
          ORDER BY \(raw: countedFirst("a")), a.last_activity_at DESC, a.started_at DESC, a.id DESC) AS place
      FROM all_attempts AS a WHERE a.user_key = \(context.user.key)) AS f JOIN courses AS c ON c.key = f.course_key
      """
    return [
      Part(
        kind: "attempts", dated: "f.last_activity_at", name: "c.name", number: "f.last_activity_at",
        leads: "c.id", amount: "f.last_activity_at", isWithdrawable: true, reasons: [("f.place > 1", .earlier)],
        from: ranked)
    ]
  }

  static let averageScore = EvidenceSource(.percent) { context in
    [
      scores("attempts", dated: "f.last_activity_at", name: "c.name", leads: "c.id", attempts(context)),
      results(context, tagged: "true"),
    ]
  }

  /// Sorts withdrawn records after all that count, so that they never rank first.
  static func countedFirst(_ alias: String) -> String { "CASE WHEN \(alias).withdrawn_at IS NULL THEN 0 ELSE 1 END" }

  /// Scored records count with their score.
  static func scores(
    _ kind: String, dated: String, name: String, leads: String = "NULL", _ from: SQLText
  ) -> Part {
    Part(
      kind: kind, dated: dated, name: name, number: "f.score", leads: leads, amount: "coalesce(f.score, 0)",
      isWithdrawable: true, reasons: [("f.score IS NULL", .notScored)], from: from)
  }

  static func results(_ context: Context, tagged: SQLText) -> Part {
    scores(
      "assessment_results", dated: "f.assessed_at", name: "x.name",
      """
      all_assessment_results AS f JOIN assessments AS x ON x.key = f.assessment_key
      WHERE f.user_key = \(context.user.key) AND \(sql: tagged)
      """)
  }

  /// For each course, the earliest attempt at 100 % counts.
  static let completedCourses = EvidenceSource(.progress) { context in
    let ranked: SQLText = """
      (SELECT f.id, f.course_key, f.progress, \(raw: FactSource.completion) AS dated, f.withdrawn_at,
        row_number() OVER (PARTITION BY f.course_key
          ORDER BY \(raw: countedFirst("f")), CASE WHEN \(raw: FactSource.isComplete("f")) THEN 0 ELSE 1 END,
            \(raw: FactSource.completion), f.id) AS place
      FROM all_attempts AS f WHERE f.user_key = \(context.user.key)) AS f JOIN courses AS c ON c.key = f.course_key
      """
    return [
      Part(
        kind: "attempts", dated: "f.dated", name: "c.name", number: "f.progress", leads: "c.id",
        isWithdrawable: true,
        reasons: [("NOT (\(FactSource.isComplete("f")))", .notComplete), ("f.place > 1", .completedBefore)],
        from: ranked)
    ]
  }

  /// For each classroom, the earliest slot at which the user was present counts.
  static let attendedClassrooms = EvidenceSource(.word) { context in
    let ranked: SQLText = """
      (SELECT s.id, s.classroom_key, s.starts_at, f.status, f.withdrawn_at,
        row_number() OVER (PARTITION BY s.classroom_key
          ORDER BY \(raw: countedFirst("f")), CASE WHEN \(raw: FactSource.isPresent) THEN 0 ELSE 1 END,
            s.starts_at, s.id) AS place
      FROM all_attendances AS f JOIN classroom_slots AS s ON s.key = f.slot_key
      WHERE f.user_key = \(context.user.key)) AS f
      JOIN classrooms AS c ON c.key = f.classroom_key
      """
    return [
      Part(
        kind: "attendances", dated: "f.starts_at", name: "c.name", word: "f.status",
        isWithdrawable: true,
        reasons: [("NOT (\(FactSource.isPresent))", .notPresent), ("f.place > 1", .sameClassroom)], from: ranked)
    ]
  }
}
