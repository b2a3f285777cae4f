import DatabaseAccess

// Finds the most recent of the selected attempts on each course in each program session.

extension Selection {
  /// The selected attempts, to follow FROM; the alias is `f`.
  func attempts(_ among: SQLText, _ division: FactDivision) -> SQLText {
    let selected: SQLText = "attempts AS f WHERE \(sql: among) AND \(sql: dated("f.last_activity_at"))"
    guard isRanked else { return selected }
    return """
      (SELECT f.*, row_number() OVER (
        PARTITION BY f.user_key, f.program_session_key, f.course_key\(raw: division.recencyKeys)
        ORDER BY f.started_at DESC, f.last_activity_at DESC, f.id DESC) AS recency FROM \(sql: selected)) AS f
      """
  }

  /// Among the selected attempts of the same unit and thing, a more recent one has replaced `f` on its course in its
  /// program session.
  func hasReplaced(_ division: FactDivision) -> SQLText {
    if isRanked { return "f.program_session_key IS NOT NULL AND f.recency > 1" }
    if let units = division.units {
      return """
        f.superseded_at < \(raw: units.end("f.last_activity_at")) OR f.overtaken_at >= \(raw: units.start("f.last_activity_at"))
        """
    }
    let byLater: SQLText = period.to.map { "f.superseded_at < \($0)" } ?? SQLText(raw: FactSource.isSuperseded)
    let byEarlier: SQLText = period.from.map { "f.overtaken_at >= \($0)" } ?? SQLText(raw: FactSource.isOvertaken)
    return "\(sql: byLater) OR \(sql: byEarlier)"
  }

  /// The stored instants (`Supersession`) work for any period if all attempts of a program session are selected or none
  /// is. Choosing a path session breaks that, since it selects only some of them; then a window function ranks the few
  /// attempts that name a chosen session.
  private var isRanked: Bool { !(sessions?.paths.isEmpty ?? true) }
}
