import DatabaseAccess
import Records

// Attempts: a person's time, progress and grade in a course: moodle.md §7.

extension SiteMapping {
  func mapAttempts() throws {
    try readSigns()
    try readProgress()
    try readGrades()
    try run("CREATE TABLE attempt (course integer, userid integer, PRIMARY KEY (course, userid)) WITHOUT ROWID")
    let file = try files.file(
      .attempts,
      "id user course program_session started_at last_activity_at time_spent progress score completed_at language")
    let known = try session.insertion(into: "attempt", columns: ["course", "userid"])
    try session.each(Self.attempts) { row in
      let attempt = CourseAttempt(row)
      guard attempt.first != nil || attempt.score != nil else { return }
      let (course, user) = (id("c", attempt.course), id("u", attempt.user))
      let graded = try attempt.first == nil ? required(attempt.gradedAt, "grade_grades", attempt.user) : nil
      let (progress, completed) = attempt.progress
      try file.write([
        course, user, course, course, graded ?? instant(attempt.first), graded ?? instant(attempt.last),
        String(attempt.seconds), Percent.text(progress), attempt.score.map(Percent.text), instant(completed), nil,
      ])
      try known.run([.integer(attempt.course), .integer(attempt.user)])
    }
    try known.finish()
    try mapFormerAttempts(file)
  }

  /// `sign`: the first and the last sign of life of a person in a course.
  private func readSigns() throws {
    try run(
      """
      CREATE TABLE sign AS SELECT course, userid, min(time) AS first, max(time) AS last FROM (
        SELECT courseid AS course, userid, timecreated AS time FROM logstore_standard_log
        UNION ALL SELECT courseid, userid, timeaccess FROM user_lastaccess
        UNION ALL SELECT m.course, s.userid, s.timemodified FROM course_modules_completion s
          JOIN course_modules m ON m.id = s.coursemoduleid WHERE s.completionstate <> 0
        UNION ALL SELECT course, userid, timestarted FROM course_completions
        UNION ALL SELECT course, userid, timecompleted FROM course_completions
        UNION ALL SELECT a.course, t.userid, t.timestart FROM quiz_attempts t
          JOIN activity a ON a.kind = 'quiz' AND a.id = t.quiz WHERE t.preview = 0
        UNION ALL SELECT a.course, t.userid, t.timefinish FROM quiz_attempts t
          JOIN activity a ON a.kind = 'quiz' AND a.id = t.quiz WHERE t.preview = 0
        UNION ALL SELECT course, userid, time FROM scorm_start
        UNION ALL SELECT a.course, t.userid, t.time FROM track t JOIN activity a ON a.kind = 'scorm' AND a.id = t.scorm
        UNION ALL SELECT a.course, t.userid, t.timecreated FROM h5pactivity_attempts t
          JOIN activity a ON a.kind = 'h5pactivity' AND a.id = t.h5pactivityid
        UNION ALL SELECT a.course, t.userid, t.timemodified FROM h5pactivity_attempts t
          JOIN activity a ON a.kind = 'h5pactivity' AND a.id = t.h5pactivityid
        UNION ALL SELECT a.course, t.userid, t.completed FROM lesson_grades t
          JOIN activity a ON a.kind = 'lesson' AND a.id = t.lessonid
        UNION ALL SELECT f.course, p.userid, p.created FROM forum_posts p JOIN forum_discussions d ON d.id = p.discussion
          JOIN forum f ON f.id = d.forum)
      WHERE time <> 0 AND course IN (SELECT id FROM real_course) AND userid IN (SELECT id FROM person)
      GROUP BY course, userid
      """)
  }

  /// `tracked`: the activities of a course with completion tracking; `done`: how many of them a person has done.
  private func readProgress() throws {
    try run(
      """
      CREATE TABLE tracked_module AS SELECT cm.id, cm.course FROM course_modules cm
      JOIN modules m ON m.id = cm.module AND m.visible = 1 WHERE cm.completion <> 0 AND cm.deletioninprogress = 0
      """)
    try run("CREATE TABLE tracked AS SELECT course, count(*) AS modules FROM tracked_module GROUP BY course")
    try run(
      """
      CREATE TABLE done AS SELECT m.course, s.userid, count(DISTINCT m.id) AS modules, max(s.timemodified) AS last
      FROM course_modules_completion s JOIN tracked_module m ON m.id = s.coursemoduleid
      WHERE s.completionstate NOT IN (0, 3) GROUP BY m.course, s.userid
      """)
  }

  /// `grade`: the total of a person in a course, and its ranges.
  private func readGrades() throws {
    try run(
      """
      CREATE TABLE grade AS SELECT i.courseid AS course, g.userid, g.finalgrade, g.rawgrademin, g.rawgrademax, i.grademin,
        i.grademax, g.timemodified
      FROM grade_items i JOIN grade_grades g ON g.itemid = i.id JOIN real_course c ON c.id = i.courseid
      JOIN person p ON p.id = g.userid
      WHERE i.itemtype = 'course' AND i.gradetype IN (1, 2) AND g.finalgrade IS NOT NULL
        AND i.id = (SELECT min(o.id) FROM grade_items o WHERE o.courseid = i.courseid AND o.itemtype = 'course')
      """)
    try session.each(
      """
      SELECT DISTINCT g.courseid FROM grade_items g JOIN real_course c ON c.id = g.courseid WHERE g.needsupdate = 1 ORDER BY 1
      """
    ) { row in
      let course = row.integer(at: 0)
      try notes.add("course", course, "gradebook of course \(course) waits for recalculation")
    }
  }

  private static let attempts: SQLText = """
    SELECT w.course, w.userid, s.first, s.last, t.seconds,
      (SELECT min(nullif(o.timecompleted, 0)) FROM course_completions o WHERE o.course = w.course AND o.userid = w.userid),
      c.enablecompletion, k.modules, d.modules, d.last,
      EXISTS (SELECT 1 FROM course_completion_criteria x WHERE x.course = w.course),
      g.finalgrade, g.rawgrademin, g.rawgrademax, g.grademin, g.grademax, g.timemodified
    FROM (SELECT course, userid FROM sign UNION SELECT course, userid FROM grade) w JOIN course c ON c.id = w.course
    LEFT JOIN sign s ON s.course = w.course AND s.userid = w.userid
    LEFT JOIN spent t ON t.course = w.course AND t.userid = w.userid
    LEFT JOIN done d ON d.course = w.course AND d.userid = w.userid
    LEFT JOIN tracked k ON k.course = w.course
    LEFT JOIN grade g ON g.course = w.course AND g.userid = w.userid
    WHERE NOT EXISTS (SELECT 1 FROM staff_only o WHERE o.course = w.course AND o.userid = w.userid)
    ORDER BY w.course, w.userid
    """

  /// Completions that the plug-in local_recompletion has archived.
  private func mapFormerAttempts(_ file: RecordFile) throws {
    try session.each(
      """
      SELECT r.id, r.userid, r.course, r.timeenrolled, r.timestarted, r.timecompleted FROM local_recompletion_cc r
      JOIN real_course c ON c.id = r.course JOIN person p ON p.id = r.userid
      WHERE r.timecompleted <> 0 AND NOT EXISTS
        (SELECT 1 FROM staff_only o WHERE o.course = r.course AND o.userid = r.userid) ORDER BY r.id
      """
    ) { row in
      let (course, completed) = (id("c", row.integer(at: 2)), row.integer(at: 5))
      let start = min(row.positive(4) ?? row.positive(3) ?? completed, completed)
      try file.write([
        "\(course)-r\(row.integer(at: 0))", reference("u", row.integer(1)), course, course, instant(start),
        instant(completed),
        "0", "100", nil, instant(completed), nil,
      ])
    }
  }
}

/// What Moodle knows about a person in a course.
private struct CourseAttempt {
  let course: Int
  let user: Int
  let first: Int?
  let last: Int?
  let seconds: Int
  /// Hundredths of a percent; nil: Moodle shows no total.
  let score: Int?
  let gradedAt: Int?
  /// Hundredths of a percent, and when the course was completed.
  let progress: (Int, completed: Int?)

  /// - Parameter row: of `SiteMapping.attempts`.
  init(_ row: any SQLRow) {
    course = row.integer(at: 0)
    user = row.integer(at: 1)
    first = row.integer(2)
    last = row.integer(3)
    seconds = row.integer(at: 4)
    progress = Self.progress(row)
    score = Self.score(row)
    gradedAt = row.positive(16)
  }

  private static func progress(_ row: any SQLRow) -> (Int, completed: Int?) {
    if let completed = row.positive(5) { return (10_000, completed) }
    let (tracked, done) = (row.integer(at: 7), row.integer(at: 8))
    guard row.integer(at: 6) != 0, tracked > 0 else { return (0, nil) }
    if done < tracked { return (Percent.cut(done, of: tracked), nil) }
    return row.flag(10) ? (9_900, nil) : (10_000, row.positive(9))
  }

  private static func score(_ row: any SQLRow) -> Int? {
    guard let grade = row.decimal(11) else { return nil }
    let ranges = [(row.decimal(12), row.decimal(13)), (row.decimal(14), row.decimal(15))]
    for case (let low?, let high?) in ranges where low < high { return Percent.rounded(grade - low, of: high - low) }
    return nil
  }
}
