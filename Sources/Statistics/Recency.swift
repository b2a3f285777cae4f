import DatabaseAccess

// Which of the selected attempts are the most recent ones on their course in their program session.

extension Selection {
  /// The selected attempts, as what follows FROM; `f` is one of them.
  func attempts(_ among: SQLText) -> SQLText {
    let selected: SQLText = "attempts AS f WHERE \(sql: among) AND \(sql: dated("f.last_activity_at"))"
    guard isRanked else { return selected }
    return """
      (SELECT f.*, row_number() OVER (
        PARTITION BY f.user_key, f.program_session_key, f.course_key
        ORDER BY f.started_at DESC, f.last_activity_at DESC, f.id DESC) AS recency FROM \(sql: selected)) AS f
      """
  }

  /// A more recent attempt, among those selected, has replaced the attempt `f` on its course in its program session.
  var hasReplaced: SQLText {
    if isRanked { return "f.program_session_key IS NOT NULL AND f.recency > 1" }
    let byLater: SQLText = period.to.map { "f.superseded_at < \($0)" } ?? SQLText(raw: FactSource.isSuperseded)
    let byEarlier: SQLText = period.from.map { "f.overtaken_at >= \($0)" } ?? SQLText(raw: FactSource.isOvertaken)
    return "\(sql: byLater) OR \(sql: byEarlier)"
  }

  /// The stored instants (`Supersession`) answer for any period, as long as all attempts of a program session are in or
  /// out together. A chosen path session breaks that: it takes some of a program session's attempts. Then a window function
  /// answers, over the few attempts that name a chosen session.
  private var isRanked: Bool { !(sessions?.paths.isEmpty ?? true) }
}
