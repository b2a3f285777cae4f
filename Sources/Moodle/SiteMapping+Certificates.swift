import DatabaseAccess
import Records

// Badges and certificates: moodle.md §9, *Posts, certificates, attendance*.

extension SiteMapping {
  func mapCertificates() throws {
    let file = try files.file(.certificates, "id user name kind program_session delivered_at expires_at")
    try write(
      "badge", "badge_issued", "i.dateissued, i.dateexpire, c.id",
      "JOIN badge n ON n.id = i.badgeid LEFT JOIN real_course c ON n.type = 2 AND c.id = n.courseid", to: file)
    try write(
      "cert", "tool_certificate_issues", "i.timecreated, i.expires, c.id",
      "JOIN tool_certificate_templates n ON n.id = i.templateid LEFT JOIN real_course c ON c.id = i.courseid", to: file)
    try write(
      "ccert", "customcert_issues", "i.timecreated, NULL, c.id",
      "JOIN customcert n ON n.id = i.customcertid LEFT JOIN real_course c ON c.id = n.course", to: file)
  }

  /// - Parameters:
  ///   - columns: when it was delivered, when it expires, and the course.
  ///   - named: joins `n`, which has the name, and `c`, the course.
  private func write(_ prefix: String, _ table: String, _ columns: String, _ named: String, to file: RecordFile) throws
  {
    try session.each(
      SQLText(
        raw: """
          SELECT i.id, i.userid, n.name, \(columns) FROM \(table) i \(named) JOIN person p ON p.id = i.userid ORDER BY i.id
          """)
    ) { row in
      let course = row.integer(5)
      try file.write([
        reference(prefix, row.integer(0)), reference("u", row.integer(1)), HTMLText.name(row.text(2)),
        course == nil ? "external" : "program", reference("c", course),
        try required(row.integer(3), table, row.integer(at: 0)), instant(row.integer(4)),
      ])
    }
  }
}
