import DatabaseAccess

// Sources that read enrolments: completed and assigned programs and paths.

extension FactSource {
  enum Kind: String {
    case program, path
    var session: String { "\(rawValue)_session_key" }
    var sessions: String { "\(rawValue)_sessions" }
    var standings: String { "\(rawValue)_standings" }
    var course: String { "\(rawValue)_key" }
    /// The table of the blocks or steps.
    var parts: String { self == .program ? "program_blocks" : "path_steps" }

    /// SQL for a user's progress in a session: hundredths; 0 without counting facts, null if there are no blocks or
    /// steps.
    /// - Parameters:
    ///   - standing: the alias of the session's standing, which may be missing.
    ///   - owner: the key of the session's program or path.
    func progress(_ standing: String, of owner: String) -> String {
      """
      coalesce(\(standing).progress, CASE WHEN EXISTS (
        SELECT 1 FROM \(parts) AS b WHERE b.\(course) = \(owner)) THEN 0 END)
      """
    }

    /// The users with an open enrolment in a session, each pair once; for paths with the earliest of these enrolments.
    /// - Parameter condition: on `e`, a row of `enrolments`.
    func enrolled(where condition: SQLText) -> SQLText {
      let session = "e.\(session)"
      return """
        SELECT e.user_key, \(raw: session)\(raw: self == .path ? ", min(e.enrolled_at) AS enrolled_at" : "")
        FROM enrolments AS e WHERE e.unenrolled_at IS NULL AND \(raw: session) IS NOT NULL AND \(sql: condition)
        GROUP BY e.user_key, \(raw: session)
        """
    }

    /// The session `s` has started and not ended.
    static func isOpen(_ now: Int) -> SQLText {
      "(s.starts_at IS NULL OR s.starts_at <= \(now)) AND (s.ends_at IS NULL OR s.ends_at > \(now))"
    }

    func chosen(_ selection: Selection) -> SQLText {
      guard let sessions = selection.sessions else { return "true" }
      return "s.key \(anyOf: self == .program ? sessions.programs : sessions.paths)"
    }
  }

  /// A program is completed when the earliest of its counting sessions was completed. A session counts if the user has
  /// an enrolment in it, of any origin, open or closed; it is completed by all its facts, regardless of the selection.
  func completions(
    _ kind: Kind, _ selection: Selection, _ among: SQLText, _ division: FactDivision
  ) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.first_completed_at", inner: self)), count(*) AS completed FROM (
      SELECT f.user_key, s.\(raw: kind.course)\(raw: division.innerColumn(self)),
        min(f.completed_at) AS first_completed_at
      FROM \(raw: kind.standings) AS f JOIN \(raw: kind.sessions) AS s ON s.key = f.\(raw: kind.session)
      WHERE \(sql: among) AND f.completed_at IS NOT NULL AND \(sql: kind.chosen(selection)) AND EXISTS (
        SELECT 1 FROM enrolments AS e WHERE e.user_key = f.user_key AND e.\(raw: kind.session) = s.key)
      GROUP BY f.user_key, s.\(raw: kind.course)\(raw: division.innerName(self))) AS f
    WHERE \(sql: selection.period.contains("f.first_completed_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  /// Open enrolments of origin `individual` or `group`, dated by the time of enrolment: program *sessions*, and paths,
  /// counted as in the source article.
  func assignments(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.enrolled_at", self)),
      count(DISTINCT CASE WHEN \(sql: sessionIsChosen(.program, selection)) THEN f.program_session_key END) AS programs,
      count(DISTINCT CASE WHEN \(sql: sessionIsChosen(.path, selection)) THEN s.path_key END) AS paths
    FROM enrolments AS f LEFT JOIN path_sessions AS s ON s.key = f.path_session_key
    WHERE \(sql: among) AND \(raw: Self.assigns)
    AND \(sql: selection.period.contains("f.enrolled_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  private func sessionIsChosen(_ kind: Kind, _ selection: Selection) -> SQLText {
    guard let sessions = selection.sessions else { return "true" }
    return "f.\(raw: kind.session) \(anyOf: kind == .program ? sessions.programs : sessions.paths)"
  }
}
