import DatabaseAccess
import Records

// The plug-ins attendance and facetoface as classrooms: moodle.md §9, *Posts, certificates, attendance*.

extension SiteMapping {
  func mapClassrooms() throws {
    let classrooms = try files.file(.classrooms, "id name")
    let slots = try files.file(.classroomSlots, "id classroom starts_at ends_at")
    let attendances = try files.file(.attendances, "slot user status program_session")
    for (table, prefix) in [("attendance", "att"), ("facetoface", "f2f")] {
      let rooms = "SELECT a.id, a.name FROM \(table) a JOIN real_course c ON c.id = a.course ORDER BY a.id"
      try session.each(SQLText(raw: rooms)) { row in
        try classrooms.write([reference(prefix, row.integer(0)), HTMLText.name(row.text(1))])
      }
    }
    try writeAttendance(slots, attendances)
    try writeFaceToFace(slots, attendances)
  }

  private func writeAttendance(_ slots: RecordFile, _ attendances: RecordFile) throws {
    try session.each(
      """
      SELECT s.id, a.id, s.sessdate, s.sessdate + s.duration FROM attendance_sessions s
      JOIN attendance a ON a.id = s.attendanceid JOIN real_course c ON c.id = a.course ORDER BY s.id
      """
    ) { row in
      let isDated = row.positive(2) != nil
      try slots.write([
        reference("att", row.integer(0)), reference("att", row.integer(1)),
        try required(row.integer(2), "attendance_sessions", row.integer(at: 0)),
        isDated ? instant(row.integer(3)) : nil,
      ])
    }
    try session.each(
      """
      SELECT session, student, course, acronym, grade FROM (
        SELECT s.id AS session, l.studentid AS student, c.id AS course, t.acronym, t.grade, row_number() OVER
          (PARTITION BY s.id, l.studentid ORDER BY coalesce(l.timetaken, 0) DESC, l.id DESC) AS place
        FROM attendance_log l JOIN attendance_statuses t ON t.id = l.statusid JOIN attendance_sessions s ON s.id = l.sessionid
        JOIN attendance a ON a.id = s.attendanceid JOIN real_course c ON c.id = a.course JOIN person p ON p.id = l.studentid)
      WHERE place = 1 ORDER BY session, student
      """
    ) { row in
      let isPresent = row.decimal(4).map { $0 > ExactDecimal(0) } ?? false
      let status = row.text(3) == "E" ? "registered" : isPresent ? "present" : "absent"
      try attendances.write([
        reference("att", row.integer(0)), reference("u", row.integer(1)), status, reference("c", row.integer(2)),
      ])
    }
  }

  private func writeFaceToFace(_ slots: RecordFile, _ attendances: RecordFile) throws {
    try session.each(
      """
      SELECT d.id, f.id, d.timestart, d.timefinish FROM facetoface_sessions_dates d
      JOIN facetoface_sessions s ON s.id = d.sessionid JOIN facetoface f ON f.id = s.facetoface
      JOIN real_course c ON c.id = f.course ORDER BY d.id
      """
    ) { row in
      try slots.write([
        reference("f2f", row.integer(0)), reference("f2f", row.integer(1)),
        try required(row.integer(2), "facetoface_sessions_dates", row.integer(at: 0)), instant(row.integer(3)),
      ])
    }
    try session.each(
      """
      SELECT d.id, u.userid, u.course, u.statuscode FROM (
        SELECT s.id AS session, g.userid, c.id AS course, t.statuscode, row_number() OVER
          (PARTITION BY s.id, g.userid ORDER BY coalesce(t.timecreated, 0) DESC, t.id DESC) AS place
        FROM facetoface_signups_status t JOIN facetoface_signups g ON g.id = t.signupid AND t.superceded = 0
        JOIN facetoface_sessions s ON s.id = g.sessionid JOIN facetoface f ON f.id = s.facetoface
        JOIN real_course c ON c.id = f.course JOIN person p ON p.id = g.userid) u
      JOIN facetoface_sessions_dates d ON d.sessionid = u.session WHERE u.place = 1 ORDER BY d.id, u.userid
      """
    ) { row in
      guard let status = Self.status(row.integer(at: 3)) else { return }
      try attendances.write([
        reference("f2f", row.integer(0)), reference("u", row.integer(1)), status, reference("c", row.integer(2)),
      ])
    }
  }

  /// Nil: cancelled, declined or requested.
  private static func status(_ code: Int) -> String? {
    switch code {
    case 90...: "present"
    case 80: "absent"
    case 50, 60, 70: "registered"
    default: nil
    }
  }
}
