import DatabaseAccess

// Answered questions, and the answers to them.

extension Table {
  /// Answered questions, latest activity first.
  package static let questions = Table(
    "questions", rows: questionStandings, about: "question_key",
    joins: " JOIN questions AS q ON q.key = f.question_key",
    columns: [
      Column("question", .id, heading: "Question ID", sql: "q.id", isShown: false),
      Column("statement", .text, heading: "Question", sql: "q.statement", by: "q.statement_key"),
      Column("score", .percent, .questionScore, sql: "f.score_sum", "f.score_count"),
      Column("answers", .count, .questionAnswers, sql: "f.answers"),
      Column("last_activity", .instant, .questionLastActivity, sql: "f.last_activity"),
    ], row: ("q.id", "q.statement"), order: "f.last_activity DESC", ties: ["q.statement_key", "q.id"], isLong: true)

  /// `question_standings`, computed over the facts dated in a period.
  @Sendable private static func questionStandings(_ filter: RowFilter) -> SQLText {
    if filter.selection.period == .allTime { return "question_standings" }
    return """
      (SELECT f.user_key, f.question_key, count(*) AS answers, sum(f.score) AS score_sum, count(f.score) AS score_count,
        max(f.answered_at) AS last_activity
        FROM answers AS f WHERE \(sql: filter.users("f.user_key"))
        AND \(sql: filter.selection.period.contains("f.answered_at")) GROUP BY f.user_key, f.question_key)
      """
  }

  /// Answers to questions, latest first.
  package static let answers = Table(
    "answers", rows: { _ in "answers" }, about: "question_key", joins: " JOIN questions AS q ON q.key = f.question_key",
    columns: [
      Column("id", .id, sql: "f.id", isShown: false),
      Column("statement", .text, sql: "q.statement", by: "q.statement_key", isInAPI: false),
      Column("score", .percent, sql: "f.score"), Column("answered_at", .instant, title: "date", sql: "f.answered_at"),
      Column("response", .text, sql: "f.response", isShown: false),
    ], row: ("f.id", "q.statement"), order: "f.answered_at DESC", ties: ["f.id"], isLong: true)
}
