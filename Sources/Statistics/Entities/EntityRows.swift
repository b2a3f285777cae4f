import Access
import Calendar
import DatabaseAccess
import Records

/// A row per user and entity, and the sums over these rows.
struct EntityRows {
  let kind: EntityKind
  /// A condition on a row `f`: the user counts.
  let counts: SQLText
  /// The filters: chosen sessions decide which facts count.
  let population: Population
  /// Only these entities; nil for all.
  var entities: [Int]?
  /// The last 30 days are measured from it.
  let moment: Moment

  private var column: String { kind.belonging.column }

  /// SELECT of `thing_key` and some of the sums, a row per entity with users.
  func sums(_ names: Set<String>) -> SQLText {
    let values = terms.filter { names.contains($0.name) }.map { name, sql -> SQLText in
      ", CAST(sum(\(raw: sql)) AS bigint) AS \(raw: name)"
    }
    let rest = others.filter { names.contains($0.name) }.map { name, sql -> SQLText in
      ", \(sql: sql) AS \(raw: name)"
    }
    return """
      SELECT f.\(raw: column) AS thing_key\(sql: (values + rest).joined(separator: ""))
      FROM \(sql: source) AS f WHERE \(sql: among) AND \(sql: counts) GROUP BY f.\(raw: column)
      """
  }

  /// SELECT of `thing_key` and `median`, the median of the users' times in whole seconds, half up.
  var medians: SQLText {
    """
    SELECT r.thing_key, (2 * CAST(sum(r.time_spent) AS bigint) + count(*)) / (2 * count(*)) AS median
    FROM (SELECT f.\(raw: column) AS thing_key, f.time_spent,
        row_number() OVER (PARTITION BY f.\(raw: column) ORDER BY f.time_spent) AS place,
        count(*) OVER (PARTITION BY f.\(raw: column)) AS size
      FROM \(sql: source) AS f WHERE \(sql: among) AND \(sql: counts)) AS r
    WHERE 2 * r.place BETWEEN r.size AND r.size + 2 GROUP BY r.thing_key
    """
  }

  /// The condition on `t` that the entity has users.
  var hasUsers: SQLText {
    let one: SQLText = """
      EXISTS (SELECT 1 FROM \(sql: source) AS f WHERE f.\(raw: column) = t.key AND \(sql: counts))
      """
    let all: SQLText =
      "t.key IN (SELECT DISTINCT f.\(raw: column) FROM \(sql: source) AS f WHERE \(sql: counts))"
    return "\(oneByOne: one, together: all)"
  }

  private var among: SQLText {
    entities.map { "f.\(raw: column) \(anyOf: $0)" } ?? "f.\(raw: column) IS NOT NULL"
  }

  /// Sums over `f`.
  private var terms: [(name: String, sql: String)] {
    let users = (name: "users", sql: "1")
    let completed = (name: "completed", sql: "CASE WHEN \(FactSource.isComplete("f")) THEN 1 ELSE 0 END")
    switch kind {
    case .course:
      return [
        users, completed, ("attempts", "f.attempts"), ("progress", "f.progress"), ("score", "f.score"),
        ("scored", Self.has("f.score")), ("time_spent", "f.time_spent"),
      ]
    case .question:
      return [
        users, ("answers", "f.answers"), ("score", "f.score_sum"), ("scored", "f.score_count"),
        ("first_score", "f.first_score"), ("first_scored", Self.has("f.first_score")), ("full_scores", "f.full_scores"),
      ]
    case .programSession, .pathSession:
      return [
        users, completed, ("not_started", "1 - \(Self.has("f.started"))"), ("progress", "f.progress"),
        ("with_progress", Self.has("f.progress")),
      ]
    case .group, .tag: return [users]
    }
  }

  private static func has(_ value: String) -> String { "CASE WHEN \(value) IS NULL THEN 0 ELSE 1 END" }

  /// Aggregates other than sums, and those with bound values.
  private var others: [(name: String, sql: SQLText)] {
    switch kind {
    case .course:
      [("last_activity", "max(f.last_activity)"), ("dropped", "CAST(sum(\(sql: isDropped)) AS bigint)")]
    case .question: [("last_activity", "max(f.last_activity)")]
    default: []
    }
  }
}

// What a row is.

extension EntityRows {
  /// An item of FROM without its alias `f`.
  private var source: SQLText {
    switch kind {
    case .course: population.sessions == nil ? "course_standings" : "(\(sql: attempts))"
    // Answers name no session.
    case .question where population.sessions != nil: "(SELECT s.* FROM question_standings AS s WHERE false)"
    case .question, .tag: SQLText(raw: kind.belonging.table)
    case .programSession: "(\(sql: enrolled(.program)))"
    case .pathSession: "(\(sql: enrolled(.path)))"
    // From standings, which are on the nodes of their users.
    case .group:
      """
      (SELECT DISTINCT s.user_key, m.group_key FROM user_standings AS s
        JOIN memberships AS m ON m.user_key = s.user_key WHERE m.until IS NULL)
      """
    }
  }

  /// 1 for a learner below 100 % without an attempt in the last 30 days, otherwise 0. A standing has the latest attempt
  /// only: of learners whose latest is after now, the attempts are looked up.
  private var isDropped: SQLText {
    let now = moment.now
    let isBelow = "f.progress < \(Percentage.whole)"
    if population.sessions != nil { return "CASE WHEN \(raw: isBelow) AND f.recent = 0 THEN 1 ELSE 0 END" }
    return """
      CASE WHEN \(raw: isBelow) AND (f.last_activity < \(recently.from) OR f.last_activity > \(now) AND NOT EXISTS (
        SELECT 1 FROM attempts AS a WHERE a.user_key = f.user_key AND a.course_key = f.course_key
        AND \(sql: recently.contains("a.last_activity_at")))) THEN 1 ELSE 0 END
      """
  }

  private var recently: Period { .last30Days(before: moment.now) }

  /// The rows of `course_standings` over the attempts that name a chosen session.
  private var attempts: SQLText {
    let (programs, paths) = (population.sessions?.programs ?? [], population.sessions?.paths ?? [])
    let chosen = Selection(sessions: population.sessions, at: moment)
    return """
      SELECT r.user_key, r.course_key, count(*) AS attempts, CAST(sum(r.time_spent) AS bigint) AS time_spent,
        max(r.progress) AS progress, max(CASE WHEN r.place = 1 THEN r.score END) AS score,
        max(r.last_activity_at) AS last_activity,
        max(CASE WHEN \(sql: recently.contains("r.last_activity_at")) THEN 1 ELSE 0 END) AS recent
      FROM (SELECT f.*, row_number() OVER (PARTITION BY f.user_key, f.course_key
          ORDER BY CASE WHEN f.score IS NULL THEN 1 ELSE 0 END, f.started_at DESC, f.last_activity_at DESC, f.id DESC)
          AS place
        FROM attempts AS f WHERE f.user_key IN (SELECT e.user_key FROM enrolments AS e
          WHERE e.program_session_key \(anyOf: programs) OR e.path_session_key \(anyOf: paths))
        AND \(sql: chosen.namesSession)) AS r
      GROUP BY r.user_key, r.course_key
      """
  }

  /// The users with an open enrolment in a session, with their standing there.
  private func enrolled(_ type: FactSource.Kind) -> SQLText {
    let chosen: SQLText = entities.map { "e.\(raw: type.session) \(anyOf: $0)" } ?? "true"
    return """
      SELECT e.user_key, e.\(raw: type.session), s.user_key AS started,
        \(raw: type.progress("s", of: "o.\(type.course)")) AS progress
      FROM (\(sql: type.enrolled(where: chosen))) AS e
      JOIN \(raw: type.sessions) AS o ON o.key = e.\(raw: type.session)
      LEFT JOIN \(raw: type.standings) AS s
        ON s.user_key = e.user_key AND s.\(raw: type.session) = e.\(raw: type.session)
      """
  }
}
