import DatabaseAccess

/// Copies the tables of a site into the staging file, where the mapping joins and sorts them.
struct TableLoader {
  let source: any MoodleSource
  let session: any SQLSession
  /// Log events before this instant are left out; nil: none are.
  let logStart: Int?
  /// Receives the name of a table and the number of rows read so far.
  let progress: (String, Int) -> Void

  /// Rows read per table, in the order of reading; tables that the site lacks are left out.
  func load() throws -> [(table: String, rows: Int)] {
    try session.run("PRAGMA cache_size = -32768")
    var counts: [(table: String, rows: Int)] = []
    for table in MoodleTable.all {
      if let rows = try load(table) { counts.append((table.name, rows)) }
    }
    if !source.appliesConditions { try applyConditions() }
    for index in Self.indexes { try session.run(SQLText(raw: "CREATE INDEX \(index)")) }
    return counts
  }

  private func load(_ table: MoodleTable) throws -> Int? {
    let tested = source.appliesConditions ? [] : table.conditionColumns
    let definitions = table.columns.map { $0.name == "id" ? "id integer PRIMARY KEY" : "\($0.name) \($0.type)" }
    let conditions = tested.map { "\($0.name) \($0.type)" + ($0.name == "anonymous" ? " DEFAULT 0" : "") }
    try session.run(
      SQLText(raw: "CREATE TABLE \"\(table.name)\" (\((definitions + conditions).joined(separator: ", ")))"))
    guard let names = try source.columns(of: table) else {
      if table.isOptional { return nil }
      throw MoodleError(
        "The table \(table.name) is missing. Moodle 3.3 to 5.x have it; check the prefix and the grants.")
    }
    for column in table.columns where !column.isOptional && !names.contains(column.name) {
      throw MoodleError(
        "The table \(table.name) has no column \(column.name). Moodle 3.3 to 5.x have it; check the grants or the export."
      )
    }
    return try copy(table, (table.columns + tested).filter { names.contains($0.name) })
  }

  private func copy(_ table: MoodleTable, _ columns: [MoodleTable.Column]) throws -> Int {
    var count = 0
    let insertion = try session.insertion(into: "\"\(table.name)\"", columns: columns.map(\.name))
    let timeIndex = table.isLog ? columns.firstIndex { $0.name == "timecreated" } : nil
    try source.rows(of: table, columns, from: logStart) { values in
      count += 1
      if let timeIndex, let logStart, let instant = values[timeIndex].integer, instant < logStart { return }
      do { try insertion.run(values) } catch StorageError.constraint {
        throw DuplicateID(id: columns.firstIndex { $0.name == "id" }.flatMap { values[$0].integer } ?? 0)
      }
      if count % 10_000 == 0 { progress(table.name, count) }
    }
    try insertion.finish()
    return count
  }

  private func applyConditions() throws {
    for table in MoodleTable.all {
      guard let condition = table.condition?.replacing(#/\{(\w+)\}/#, with: { "\"\($0.1)\"" }) else { continue }
      try session.run(SQLText(raw: "DELETE FROM \"\(table.name)\" WHERE (\(condition)) IS NOT TRUE"))
    }
  }

  private static let indexes = [
    "data_user ON user_info_data (userid, fieldid)", "context_place ON context (contextlevel, instanceid)",
    "assignment_context ON role_assignments (contextid, userid)",
    "module_activity ON course_modules (module, instance)",
    "module_course ON course_modules (course)", "grade_activity ON grade_items (itemmodule, iteminstance)",
    "grade_item ON grade_grades (itemid)", "enrolment_method ON user_enrolments (enrolid)",
    "usage ON quiz_attempts (uniqueid)", "attempt_usage ON question_attempts (questionusageid)",
    "step_attempt ON question_attempt_steps (questionattemptid, sequencenumber)",
    "data_step ON question_attempt_step_data (attemptstepid)", "answer_question ON question_answers (question)",
    "option_question ON qtype_multichoice_options (questionid)",
    "match_question ON qtype_match_subquestions (questionid)", "truth_question ON question_truefalse (question)",
    "version_question ON question_versions (questionid)", "tag_item ON tag_instance (itemid)",
    "value_attempt ON scorm_scoes_value (attemptid)", "f2f_session ON facetoface_sessions_dates (sessionid)",
  ]
}
