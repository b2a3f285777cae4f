import DatabaseAccess
import Records

// Results of activities: moodle.md §5, *assessments*.

extension SiteMapping {
  /// A row of Moodle as a result.
  private struct ActivityResult {
    let id: String
    let assessedAt: Int?
    var assessor: Int?
    var passed: Bool?
    /// Hundredths of a percent.
    var score: Int?
  }

  func mapResults() throws {
    let file = try files.file(
      .assessmentResults, "id user assessment program_session assessed_at assessor passed score")
    if settings.results != .none {
      try writeQuizResults(file)
      try writeSCORMResults(file)
      try writeH5PResults(file)
      try writeAssignmentResults(file)
      try writeLessonResults(file)
    }
    try writeAssessments()
  }

  /// Writes the results of a kind of activity.
  /// - Parameters:
  ///   - columns: of the result's table `t`, after activity, user, id of the row, course and passing grade.
  ///   - activity: the column with the activity's id.
  private func write(
    _ kind: String, from table: String, activity: String, id: String = "id", _ columns: String, where condition: String,
    to file: RecordFile, _ result: (any SQLRow, _ gradepass: ExactDecimal?) -> ActivityResult
  ) throws {
    let query = """
      SELECT a.id, t.userid, t.\(id), a.course, a.gradepass, \(columns)
      FROM \(table) t JOIN activity a ON a.kind = '\(kind)' AND a.id = t.\(activity) JOIN person p ON p.id = t.userid
      WHERE \(condition) ORDER BY a.id, t.userid, t.\(id)
      """
    try session.each(SQLText(raw: query)) { row in
      let gradepass = row.decimal(4).flatMap { $0 > ExactDecimal(0) ? $0 : nil }
      if settings.results == .pass, gradepass == nil { return }
      let result = result(row, gradepass)
      let number = row.integer(at: 0)
      try run("INSERT OR IGNORE INTO assessed VALUES (\(kind), \(number))")
      try file.write([
        result.id, reference("u", row.integer(1)), self.id(kind, number), reference("c", row.integer(3)),
        try required(result.assessedAt, table, row.integer(at: 2)), try known(result.assessor),
        result.passed.map { $0 ? "true" : "false" }, result.score.map(Percent.text),
      ])
    }
  }

  /// The id of a user, if that user is imported.
  private func known(_ user: Int?) throws -> String? {
    guard let user, try session.number("SELECT count(*) FROM person WHERE id = \(user)") > 0 else { return nil }
    return id("u", user)
  }

  private func writeQuizResults(_ file: RecordFile) throws {
    let columns = """
      coalesce(nullif(t.timefinish, 0), t.timemodified), t.sumgrades, (SELECT q.sumgrades FROM quiz q WHERE q.id = a.id),
      (SELECT q.grade FROM quiz q WHERE q.id = a.id)
      """
    let least = ExactDecimal("0.000001")
    try write(
      "quiz", from: "quiz_attempts", activity: "quiz", columns, where: "t.preview = 0 AND t.state = 'finished'",
      to: file
    ) { row, gradepass in
      var result = ActivityResult(id: id("quiz-a", row.integer(at: 2)), assessedAt: row.integer(5))
      guard let marks = row.decimal(6), let whole = row.decimal(7), let least, whole > least else { return result }
      result.score = Percent.rounded(marks, of: whole)
      if let gradepass, let grade = row.decimal(8) {
        result.passed = ExactDecimal.product(marks, grade, isAtLeast: gradepass, whole)
      }
      return result
    }
  }

  private func writeSCORMResults(_ file: RecordFile) throws {
    try write(
      "scorm", from: "scorm_result", activity: "scorm", id: "attempt", "t.time, t.passed, t.score", where: "true",
      to: file
    ) { row, _ in
      ActivityResult(
        id: id("scorm", row.integer(at: 0)) + "-\(row.integer(at: 2))", assessedAt: row.integer(5),
        passed: row.integer(6).map { $0 == 1 }, score: row.integer(7))
    }
  }

  private func writeH5PResults(_ file: RecordFile) throws {
    try write(
      "h5pactivity", from: "h5pactivity_attempts", activity: "h5pactivityid",
      "t.timemodified, t.rawscore, t.maxscore, t.success", where: "true", to: file
    ) { row, _ in
      let (raw, whole) = (row.integer(6).map { ExactDecimal($0) }, ExactDecimal(row.integer(at: 7)))
      return ActivityResult(
        id: id("h5p-a", row.integer(at: 2)), assessedAt: row.integer(5), passed: row.integer(8).map { $0 != 0 },
        score: whole > ExactDecimal(0) ? raw.map { Percent.rounded($0, of: whole) } : nil)
    }
  }

  private func writeAssignmentResults(_ file: RecordFile) throws {
    try write(
      "assign", from: "assign_grades", activity: "assignment",
      "t.timemodified, t.grade, (SELECT s.grade FROM assign s WHERE s.id = a.id), t.attemptnumber, t.grader",
      where: "t.grade IS NOT NULL AND t.grade NOT LIKE '-%'", to: file
    ) { row, gradepass in
      let (grade, whole) = (row.decimal(6), ExactDecimal(row.integer(at: 7)))
      return ActivityResult(
        id: id("assign", row.integer(at: 0)) + "-\(row.integer(at: 8))", assessedAt: row.integer(5),
        assessor: row.positive(9), passed: gradepass.flatMap { pass in grade.map { $0 >= pass } },
        score: whole > ExactDecimal(0) ? grade.map { Percent.rounded($0, of: whole) } : nil)
    }
  }

  private func writeLessonResults(_ file: RecordFile) throws {
    try write(
      "lesson", from: "lesson_grades", activity: "lessonid", "t.completed, t.grade", where: "true", to: file
    ) { row, _ in
      ActivityResult(
        id: id("lesson-g", row.integer(at: 2)), assessedAt: row.integer(5),
        score: row.decimal(6).map { Percent.rounded($0, of: ExactDecimal(100)) })
    }
  }
}
