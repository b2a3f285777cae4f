import DatabaseAccess
import Store

extension DerivedRecordWriter {
  func keepImported() throws {
    for entry in pending where entry.state == .new { try keepImported(entry.kind) }
  }

  /// Leaves imported records that have the id of a new derived one as they are (xapi.md §1.3).
  private func keepImported(_ kind: String) throws {
    let same: SQLText
    switch kind {
    case "program_blocks":
      same = "program_blocks AS t JOIN programs AS p ON p.key = t.program_key WHERE p.id = d.id AND t.position = 1"
    case "enrolments":
      same = """
        enrolments AS t JOIN users AS u ON u.key = t.user_key JOIN program_sessions AS p ON p.key = t.program_session_key
        WHERE u.id = d.user_id AND p.id || ' ' || t.origin = d.id AND t.group_key IS NULL
        """
    case "attempts", "answers", "assessment_results", "certificates":
      same = """
        \(raw: RecordTable.name(of: kind)) AS t JOIN users AS u ON u.key = t.user_key
        WHERE u.id = d.user_id AND t.id = d.id
        """
    default: same = "\(raw: RecordTable.name(of: kind)) AS t WHERE t.id = d.id"
    }
    try session.run(
      """
      UPDATE derived_records AS d SET state = 'imported'
      WHERE d.kind = \(kind) AND d.state = 'new' AND d.state <> 'written' AND EXISTS (SELECT 1 FROM \(sql: same))
      """)
  }
}
