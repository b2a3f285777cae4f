import DatabaseAccess

extension Table {
  /// Tags of answered questions and of assessments with a result, by name.
  package static let tags = Table(
    "tags", rows: tagStandings, about: "tag_key", joins: " JOIN tags AS g ON g.key = f.tag_key",
    columns: [
      Column("tag", .id, heading: "Tag", sql: "g.id", isShown: false),
      Column("name", .text, heading: "Name", sql: "g.name"),
      Column("training_score", .percent, .tagTrainingScore, sql: "f.training_sum", "f.training_count"),
      Column("assessment_score", .percent, .tagAssessmentScore, sql: "f.assessment_sum", "f.assessment_count"),
      // The mean of the two means if both exist, not pooled.
      Column(
        "average_score", .percent, .tagAverageScore,
        sql: """
          CASE WHEN f.training_count > 0 AND f.assessment_count > 0
          THEN f.training_sum * f.assessment_count + f.assessment_sum * f.training_count
          WHEN f.training_count > 0 THEN f.training_sum ELSE f.assessment_sum END
          """,
        """
        CASE WHEN f.training_count > 0 AND f.assessment_count > 0 THEN 2 * f.training_count * f.assessment_count
        WHEN f.training_count > 0 THEN f.training_count ELSE f.assessment_count END
        """),
      Column("work", .count, .tagWork, sql: "f.work"),
    ], row: ("g.id", "g.name"), ties: ["g.name_key", "g.id"])

  /// `tag_standings`, computed over the facts dated in a period.
  @Sendable private static func tagStandings(_ filter: RowFilter) -> SQLText {
    let period = filter.selection.period
    if period == .allTime { return "tag_standings" }
    return """
      (SELECT k.user_key, k.tag_key, sum(k.training) AS training_sum, count(k.training) AS training_count,
        sum(k.assessment) AS assessment_sum, count(k.assessment) AS assessment_count, count(*) AS work
      FROM (SELECT f.user_key, t.member_key AS tag_key, f.score AS training, CAST(NULL AS bigint) AS assessment
          FROM answers AS f JOIN question_tags AS t ON t.owner_key = f.question_key
          WHERE \(sql: filter.users("f.user_key")) AND \(sql: period.contains("f.answered_at"))
        UNION ALL SELECT f.user_key, t.member_key, CAST(NULL AS bigint), f.score
          FROM assessment_results AS f JOIN assessment_tags AS t ON t.owner_key = f.assessment_key
          WHERE \(sql: filter.users("f.user_key")) AND \(sql: period.contains("f.assessed_at"))) AS k
      GROUP BY k.user_key, k.tag_key)
      """
  }
}
