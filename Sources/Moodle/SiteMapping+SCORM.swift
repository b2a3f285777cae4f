import DatabaseAccess
import Records

// SCORM attempts in both layouts: moodle.md §8.

extension SiteMapping {
  /// Fills `scorm_result`, the SCORM part of `clock`, and `scorm_start`, the instants at which attempts were started.
  func readSCORM() throws {
    try run("CREATE TABLE clock (userid integer, course integer, cm integer, micros integer)")
    try run("CREATE TABLE scorm_start (course integer, userid integer, time integer)")
    try run(
      """
      CREATE TABLE scorm_result (scorm integer, userid integer, attempt integer, time integer, score integer, passed integer)
      """)
    try readTracks()
    let clocks = try session.insertion(into: "clock", columns: ["userid", "course", "cm", "micros"])
    let starts = try session.insertion(into: "scorm_start", columns: ["course", "userid", "time"])
    let results = try session.insertion(
      into: "scorm_result", columns: ["scorm", "userid", "attempt", "time", "score", "passed"])
    var current: SCORMAttempt?
    func finish() throws {
      guard let attempt = current else { return }
      let (scorm, user) = (SQLValue.integer(attempt.scorm), SQLValue.integer(attempt.user))
      try clocks.run([user, .integer(attempt.course), .integer(attempt.cm), .integer(attempt.clock)])
      for start in attempt.starts { try starts.run([.integer(attempt.course), user, .integer(start)]) }
      guard attempt.isResult else { return }
      let verdict = SQLValue(attempt.passed.map { $0 ? 1 : 0 })
      try results.run([
        scorm, user, .integer(attempt.number), .integer(attempt.time), SQLValue(attempt.score), verdict,
      ])
    }
    try session.each(
      """
      SELECT t.scorm, t.userid, t.attempt, t.sco, t.element, t.value, t.time, a.course, a.cm
      FROM track t JOIN activity a ON a.kind = 'scorm' AND a.id = t.scorm JOIN person p ON p.id = t.userid
      ORDER BY t.scorm, t.userid, t.attempt, t.sco, t.time
      """
    ) { row in
      if current?.isOf(row) != true {
        try finish()
        current = SCORMAttempt(row)
      }
      current?.add(row)
    }
    try finish()
    for insertion in [clocks, starts, results] { try insertion.finish() }
  }

  /// `track`: the values of both layouts.
  private func readTracks() throws {
    try run(
      """
      CREATE TABLE track AS SELECT scormid AS scorm, userid, attempt, scoid AS sco, element, value, timemodified AS time
      FROM scorm_scoes_track
      UNION ALL SELECT a.scormid, a.userid, a.attempt, v.scoid, e.element, v.value, v.timemodified
      FROM scorm_scoes_value v JOIN scorm_attempt a ON a.id = v.attemptid JOIN scorm_element e ON e.id = v.elementid
      WHERE e.element \(anyOf: SCORMAttempt.elements)
      """)
    let lost = try session.number(
      """
      SELECT count(*) FROM (SELECT DISTINCT scorm, userid, attempt FROM track
      WHERE scorm NOT IN (SELECT id FROM activity WHERE kind = 'scorm')
        AND scorm NOT IN (SELECT s.id FROM scorm s JOIN course c ON c.id = s.course AND c.category = 0))
      """)
    if lost > 0 { try notes.add("scorm", nil, "\(lost) SCORM attempts have no activity: left out") }
  }
}
