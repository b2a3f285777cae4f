import DatabaseAccess
import Records

// Courses and their twins, program and program session, and enrolments: moodle.md §5.

extension SiteMapping {
  func mapCourses() throws {
    let courses = try files.file(.courses, "id name author co_authors group duplicate_of created_at published_at")
    let programs = try files.file(.programs, "id name")
    let sessions = try files.file(.programSessions, "id program name created_at starts_at ends_at instructors")
    let administrator = try siteAdministrators().first.map { self.id("u", $0) } ?? settings.platform.owner
    try session.each(
      """
      SELECT c.id, c.fullname, c.visible, c.startdate, c.enddate, c.timecreated, y.id, o.id FROM real_course c
      LEFT JOIN course_categories y ON y.id = c.category
      LEFT JOIN real_course o ON o.id = c.originalcourseid AND o.id < c.id ORDER BY c.id
      """
    ) { row in
      let number = row.integer(at: 0)
      let (id, name) = (self.id("c", number), HTMLText.name(row.text(1)))
      let (start, end) = (row.positive(3), row.positive(4))
      let created = try required(row.positive(5) ?? start, "course", number)
      let authors = try teachers(of: number, "'editingteacher'")
      try courses.write([
        id, name, authors.first ?? administrator,
        try list(Array(authors.dropFirst()), "co-authors", of: "course", number),
        reference("cat", row.integer(6)), reference("c", row.integer(7)), created, row.integer(2) == 0 ? nil : created,
      ])
      try programs.write([id, name])
      try sessions.write([
        id, id, name, created, instant(start), instant(end.flatMap { $0 < start ?? $0 ? nil : $0 }),
        try list(teachers(of: number, "'teacher', 'editingteacher'"), "instructors", of: "course", number),
      ])
    }
  }

  /// Users with one of the archetypes in the course's own context, in the order in which they were assigned.
  private func teachers(of course: Int, _ archetypes: String) throws -> [String] {
    let users = try session.all(
      """
      SELECT userid FROM assigned
      WHERE contextlevel = 50 AND instanceid = \(course) AND archetype IN (\(raw: archetypes)) ORDER BY timemodified, id
      """
    ) { id("u", $0.integer(at: 0)) }
    var seen: Set<String> = []
    return users.filter { seen.insert($0).inserted }
  }

  /// Enrolments go to `enrolment` and the file.
  func mapEnrolments() throws {
    try run(
      "CREATE TABLE enrolment (course integer, userid integer, origin text, cohort integer, enrolled integer, ended integer)"
    )
    try run(
      """
      INSERT INTO enrolment SELECT course, userid, origin, cohort, min(start),
        CASE WHEN max(ended IS NULL) THEN NULL ELSE min(\(settings.snapshot), max(max(ended), min(start))) END
      FROM (\(sql: enrolmentRows)) GROUP BY course, userid, origin, cohort
      """)
    let file = try files.file(.enrolments, "kind session user origin group enrolled_at unenrolled_at")
    try session.each("SELECT course, userid, origin, cohort, enrolled, ended FROM enrolment ORDER BY 1, 2, 3, 4") {
      row in
      try file.write([
        "program", reference("c", row.integer(0)), reference("u", row.integer(1)), row.text(2),
        reference("coh", row.integer(3)),
        instant(row.integer(4)), instant(row.integer(5)),
      ])
    }
    try session.each(
      """
      SELECT id FROM user_enrolments WHERE coalesce(timecreated, 0) = 0 AND coalesce(timestart, 0) = 0
        AND coalesce(timemodified, 0) = 0
      """
    ) { row in _ = try required(nil, "user_enrolments", row.integer(at: 0)) }
  }

  /// A row per method by which a person is enrolled: course, userid, origin, cohort, start, ended.
  private var enrolmentRows: SQLText {
    let never = Int(Int32.max) * 1_000
    return """
      SELECT course, userid, origin, cohort, start, nullif(min(
          CASE WHEN status = 1 THEN coalesce(nullif(timemodified, 0), start) ELSE \(never) END,
          CASE WHEN timeend <> 0 AND timeend <= \(settings.snapshot) THEN timeend ELSE \(never) END,
          CASE WHEN disabled = 1 THEN coalesce(nullif(methodtime, 0), start) ELSE \(never) END), \(never)) AS ended
      FROM (SELECT e.courseid AS course, ue.userid, h.id AS cohort, ue.status, ue.timeend, ue.timemodified,
          e.status AS disabled, e.timemodified AS methodtime,
          CASE WHEN h.id IS NOT NULL THEN 'group'
            WHEN e.enrol IN ('self', 'guest', 'fee', 'paypal', 'autoenrol') THEN 'self' ELSE 'individual' END AS origin,
          coalesce(nullif(ue.timecreated, 0), nullif(ue.timestart, 0), nullif(ue.timemodified, 0), \(settings.snapshot)) AS start
        FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid JOIN real_course c ON c.id = e.courseid
        JOIN person p ON p.id = ue.userid LEFT JOIN cohort h ON e.enrol = 'cohort' AND h.id = e.customint1
        WHERE NOT EXISTS (SELECT 1 FROM staff_only s WHERE s.course = e.courseid AND s.userid = ue.userid))
      """
  }
}
