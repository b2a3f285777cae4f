import Access
import DatabaseAccess

// Evidence for statistics computed from enrolments and session standings.

extension EvidenceSource {
  /// For each program or path, the session completed first counts, if the user is or was enrolled in it.
  static func completed(_ kind: FactSource.Kind) -> EvidenceSource {
    EvidenceSource(.progress) { context in
      [
        Part(
          kind: kind.sessions, dated: "f.completed_at", name: "f.name", number: "f.progress", leads: "f.id",
          reasons: [
            ("f.completed_at IS NULL", .notComplete), ("f.enrolled = 0", .neverEnrolled),
            ("f.place > 1", .anotherSessionFirst),
          ],
          from: "(\(sql: ranked(kind, context))) AS f")
      ]
    }
  }

  /// The sessions in which the user has or had an enrolment or a standing.
  private static func ranked(_ kind: FactSource.Kind, _ context: Context) -> SQLText {
    """
    SELECT c.id, c.name, c.enrolled, c.completed_at, c.progress,
      row_number() OVER (PARTITION BY c.owner_key
        ORDER BY CASE WHEN c.completed_at IS NOT NULL AND c.enrolled = 1 THEN 0 ELSE 1 END, c.completed_at, c.id)
        AS place
    FROM (SELECT s.id, s.\(raw: kind.course) AS owner_key, p.name || ' · ' || s.name AS name, t.completed_at,
        \(raw: kind.progress("t", of: "s.\(kind.course)")) AS progress,
        CASE WHEN s.key IN (SELECT e.\(raw: kind.session) FROM enrolments AS e WHERE e.user_key = \(context.user.key))
          THEN 1 ELSE 0 END AS enrolled
      FROM \(raw: kind.sessions) AS s JOIN \(raw: kind.rawValue)s AS p ON p.key = s.\(raw: kind.course)
      LEFT JOIN \(raw: kind.standings) AS t ON t.\(raw: kind.session) = s.key AND t.user_key = \(context.user.key)
      WHERE s.key IN (
        SELECT e.\(raw: kind.session) FROM enrolments AS e WHERE e.user_key = \(context.user.key)
        UNION SELECT f.\(raw: kind.session) FROM \(raw: kind.standings) AS f WHERE f.user_key = \(context.user.key))) AS c
    """
  }

  /// Of the enrolments that assign the same program session or path, the earliest counts.
  static func assigned(_ kind: FactSource.Kind) -> EvidenceSource {
    let counted = kind == .program ? "f.program_session_key" : "s.path_key"
    return EvidenceSource(.word) { context in
      let ranked: SQLText = """
        (SELECT s.id || ' ' || f.origin || coalesce(' ' || g.id, '') AS id, p.name || ' · ' || s.name AS name,
          f.enrolled_at, f.unenrolled_at, f.origin, s.id AS session_id,
          row_number() OVER (PARTITION BY \(raw: counted)
            ORDER BY CASE WHEN \(raw: FactSource.assigns) THEN 0 ELSE 1 END, f.enrolled_at, s.id, f.origin, coalesce(g.id, ''))
            AS place
        FROM enrolments AS f JOIN \(raw: kind.sessions) AS s ON s.key = f.\(raw: kind.session)
        JOIN \(raw: kind.rawValue)s AS p ON p.key = s.\(raw: kind.course) LEFT JOIN groups AS g ON g.key = f.group_key
        WHERE f.user_key = \(context.user.key)) AS f
        """
      return [
        Part(
          kind: "enrolments", dated: "f.enrolled_at", name: "f.name", word: "f.origin", leads: "f.session_id",
          reasons: [
            ("f.unenrolled_at IS NOT NULL", .enrolmentClosed), ("f.origin = 'self'", .selfEnrolled),
            ("f.place > 1", .assignedAlready),
          ],
          from: ranked)
      ]
    }
  }
}
