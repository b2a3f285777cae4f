import DatabaseAccess

// Facts and their totals: those dated in the period and, if the facts name sessions, in the chosen ones.

extension UserRows {
  static func courseAttempts(_ population: Population, _ selection: Selection) -> UserRows {
    UserRows(
      """
      attempts AS f JOIN courses AS c ON c.key = f.course_key
      LEFT JOIN program_sessions AS s ON s.key = f.program_session_key
      LEFT JOIN path_sessions AS h ON h.key = f.path_session_key
      """, where: selection.dated("f.last_activity_at"),
      columns: [
        Column("attempt", .id, heading: "Attempt", sql: "f.id"),
        Column("course", .id, heading: "Course", sql: "c.id"),
        Column("name", .text, heading: "Name", sql: "c.name"),
        Column("score", .percent, heading: "Score", sql: "f.score"),
        Column("progress", .progress, heading: "Progress", sql: "f.progress"),
        Column("started_at", .instant, heading: "Start", sql: "f.started_at"),
        Column("last_activity_at", .instant, heading: "Date", sql: "f.last_activity_at"),
        Column("time_spent", .duration, heading: "Time", sql: "f.time_spent"),
        Column("language", .text, heading: "Language", sql: "f.language"),
        Column("program", .text, heading: "Program", sql: "coalesce(s.name, h.name)"),
        Column("program_session", .id, heading: "Program session", sql: "s.id"),
        Column("path_session", .id, heading: "Path session", sql: "h.id"),
      ], order: "f.last_activity_at DESC, f.id", population)
  }

  static func answeredQuestions(_ population: Population, _ selection: Selection) -> UserRows {
    let answers: SQLText =
      selection.period == .allTime
      ? "question_standings"
      : """
      (SELECT f.user_key, f.question_key, count(*) AS answers, sum(f.score) AS score_sum, count(f.score) AS score_count,
        max(f.answered_at) AS last_activity
        FROM answers AS f WHERE \(sql: population.holds("f.user_key"))
        AND \(sql: selection.period.contains("f.answered_at")) GROUP BY f.user_key, f.question_key)
      """
    return UserRows(
      "\(sql: answers) AS f JOIN questions AS q ON q.key = f.question_key",
      columns: [
        Column("question", .id, heading: "Question ID", sql: "q.id"),
        Column("statement", .text, heading: "Question", sql: "q.statement"),
        Column("score", .percent, .questionScore, sql: "f.score_sum", "f.score_count"),
        Column("answers", .count, .questionAnswers, sql: "f.answers"),
        Column("last_activity", .instant, .questionLastActivity, sql: "f.last_activity"),
      ], order: "f.last_activity DESC, q.statement_key, q.id", population)
  }

  static func certificates(_ population: Population, _ selection: Selection, _ now: Int) -> UserRows {
    UserRows(
      """
      certificates AS f LEFT JOIN path_sessions AS s ON s.key = f.path_session_key AND f.kind = 'path'
      LEFT JOIN paths AS o ON o.key = s.path_key
      """, where: selection.dated("f.delivered_at"),
      columns: [
        Column("certificate", .id, heading: "Certificate", sql: "f.id"),
        Column("name", .text, heading: "Name", sql: "f.name"),
        Column("path_name", .text, heading: "Path name", sql: "o.name"),
        Column("path_session", .text, heading: "Path session", sql: "s.name"),
        Column("status", .status, .certificateStatus, sql: CertificateRow.status("f.expires_at", now)),
        Column("delivered_at", .instant, heading: "Delivery date", sql: "f.delivered_at"),
        Column("expires_at", .instant, heading: "Expiration date", sql: "f.expires_at"),
      ], order: "f.delivered_at DESC, f.name_key, f.id", population)
  }

  static func tags(_ population: Population, _ selection: Selection) -> UserRows {
    let standings: SQLText =
      selection.period == .allTime ? "tag_standings" : "(\(sql: tagged(population, selection.period)))"
    return UserRows(
      "\(sql: standings) AS f JOIN tags AS g ON g.key = f.tag_key",
      columns: [
        Column("tag", .id, heading: "Tag", sql: "g.id"), Column("name", .text, heading: "Name", sql: "g.name"),
      ] + Column.tag("f"),
      order: "g.name_key, g.id", population)
  }

  /// The columns of `tag_standings`, computed over the facts dated in a period.
  private static func tagged(_ population: Population, _ period: Period) -> SQLText {
    """
    SELECT k.user_key, k.tag_key, sum(k.training) AS training_sum, count(k.training) AS training_count,
      sum(k.assessment) AS assessment_sum, count(k.assessment) AS assessment_count, count(*) AS work
    FROM (SELECT f.user_key, t.member_key AS tag_key, f.score AS training, CAST(NULL AS bigint) AS assessment
        FROM answers AS f JOIN question_tags AS t ON t.owner_key = f.question_key
        WHERE \(sql: population.holds("f.user_key")) AND \(sql: period.contains("f.answered_at"))
      UNION ALL SELECT f.user_key, t.member_key, CAST(NULL AS bigint), f.score
        FROM assessment_results AS f JOIN assessment_tags AS t ON t.owner_key = f.assessment_key
        WHERE \(sql: population.holds("f.user_key")) AND \(sql: period.contains("f.assessed_at"))) AS k
    GROUP BY k.user_key, k.tag_key
    """
  }
}
