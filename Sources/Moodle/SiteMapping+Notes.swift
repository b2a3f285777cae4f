import Calendar
import DatabaseAccess

// Notes about the site and about references that lead nowhere.

extension SiteMapping {
  func noteSettings() throws {
    let plugins = try session.all("SELECT name, value FROM config_plugins") { ($0.text(at: 0), $0.text(at: 1)) }
    let values = Dictionary(plugins) { first, _ in first }
    if let days = values["loglifetime"].flatMap({ Int($0) }), days > 0 {
      let first = try session.first("SELECT min(timecreated) FROM logstore_standard_log") { $0.integer(0) } ?? nil
      let start = first.map { "logs begin \(Instant.dateText(Instant.day(of: $0)))" } ?? "the log is empty"
      try notes.add("logstore_standard_log", nil, "\(start): loglifetime is \(days) days")
    }
    if let stores = values["enabled_stores"], !stores.split(separator: ",").contains("logstore_standard") {
      try notes.add("config_plugins", nil, "the standard log store is not enabled, so there is no time from the log")
    }
  }

  /// Rows whose user, course or parent row does not exist; Moodle has no foreign keys.
  func noteBrokenReferences() throws {
    for reference in Self.references {
      let (table, column, target) = (reference.0, reference.1, reference.2)
      let count = try session.number(
        SQLText(
          raw: """
            SELECT count(*) FROM \(table) t WHERE t.\(column) <> 0
            AND NOT EXISTS (SELECT 1 FROM "\(target)" o WHERE o.id = t.\(column))
            """))
      if count > 0 { try notes.add(table, nil, "\(count) rows of \(table) have a \(column) that is not in \(target)") }
    }
  }

  /// Tables, their columns, and the tables that these refer to.
  private static let references = [
    ("role_assignments", "userid", "user"), ("role_assignments", "roleid", "role"),
    ("cohort_members", "userid", "user"),
    ("cohort_members", "cohortid", "cohort"), ("course", "category", "course_categories"),
    ("course_completions", "userid", "user"), ("course_completions", "course", "course"),
    ("enrol", "courseid", "course"),
    ("user_enrolments", "userid", "user"), ("user_enrolments", "enrolid", "enrol"),
    ("grade_grades", "itemid", "grade_items"),
    ("grade_grades", "userid", "user"), ("quiz", "course", "course"), ("quiz_attempts", "quiz", "quiz"),
    ("quiz_attempts", "userid", "user"), ("question_attempts", "questionid", "question"),
    ("course_modules_completion", "coursemoduleid", "course_modules"), ("assign_grades", "assignment", "assign"),
    ("assign_grades", "userid", "user"), ("h5pactivity_attempts", "h5pactivityid", "h5pactivity"),
    ("h5pactivity_attempts", "userid", "user"), ("lesson_grades", "lessonid", "lesson"),
    ("lesson_grades", "userid", "user"),
    ("forum_discussions", "forum", "forum"), ("forum_posts", "discussion", "forum_discussions"),
    ("forum_posts", "userid", "user"), ("badge_issued", "badgeid", "badge"), ("badge_issued", "userid", "user"),
  ]
}
