import DatabaseAccess

// Time spent: moodle.md §6.

extension SiteMapping {
  /// In seconds: 12 digits, the most that a record has.
  private static let longest = 999_999_999_999

  /// `spent`: seconds per course and person, at most `longest`.
  func computeTime() throws {
    switch settings.time {
    case .gaps(let idle): try computeGaps(idle)
    case .dedication(let gap, let shortest): try computeSessions(gap, shortest)
    }
  }

  /// Gaps between the events of a person on the whole site count for the place of the event before; an activity with
  /// its own clock counts the larger of both.
  ///
  /// Whole seconds and the rest are added apart, so that no sum leaves the range of an integer.
  private func computeGaps(_ idle: Int) throws {
    try run(
      """
      INSERT INTO clock SELECT t.userid, a.course, a.cm, 1000000 * min(\(Self.longest),
        sum(min(\(SCORMAttempt.longest), max(0, coalesce(t.duration, 0)))))
      FROM h5pactivity_attempts t JOIN activity a ON a.kind = 'h5pactivity' AND a.id = t.h5pactivityid
      GROUP BY t.userid, a.course, a.cm
      """)
    try run(
      """
      CREATE TABLE spent AS SELECT course, userid,
        min(\(Self.longest), sum(larger / 1000000) + sum(larger % 1000000) / 1000000) AS seconds FROM (
        SELECT course, userid, cm, min(\(Self.longest * 1_000_000),
          max(sum(gap) * 1000000, sum(own / 1000000) * 1000000 + sum(own % 1000000))) AS larger FROM (
          SELECT courseid AS course, userid, CASE WHEN contextlevel = 70 THEN contextinstanceid ELSE 0 END AS cm,
            gap, 0 AS own
          FROM (SELECT userid, courseid, contextlevel, contextinstanceid,
              lead(timecreated) OVER (PARTITION BY userid ORDER BY timecreated, id) - timecreated AS gap
            FROM logstore_standard_log)
          WHERE gap BETWEEN 0 AND \(idle) AND courseid IN (SELECT id FROM real_course)
          UNION ALL SELECT course, userid, cm, 0, micros FROM clock)
        GROUP BY course, userid, cm)
      GROUP BY course, userid
      """)
  }

  /// Sessions of a person in a course, as block_dedication has them.
  private func computeSessions(_ gap: Int, _ shortest: Int) throws {
    try run(
      """
      CREATE TABLE spent AS SELECT course, userid, min(\(Self.longest), sum(length)) AS seconds FROM (
        SELECT course, userid, max(timecreated) - min(timecreated) AS length FROM (
          SELECT course, userid, timecreated,
            sum(opens) OVER (PARTITION BY course, userid ORDER BY timecreated, id ROWS UNBOUNDED PRECEDING) AS visit
          FROM (SELECT id, courseid AS course, userid, timecreated,
              coalesce(timecreated - lag(timecreated) OVER
                (PARTITION BY courseid, userid ORDER BY timecreated, id) > \(gap), 1) AS opens
            FROM logstore_standard_log WHERE courseid IN (SELECT id FROM real_course)))
        GROUP BY course, userid, visit)
      WHERE length >= \(shortest) GROUP BY course, userid
      """)
  }
}
