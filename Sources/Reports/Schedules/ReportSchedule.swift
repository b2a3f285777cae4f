package import Calendar
package import DatabaseAccess
import Foundation
import Support

/// A report's schedule and its state.
package struct ReportSchedule: Sendable {
  package enum Pause: String, Sendable {
    /// Paused by the owner.
    case owner
    /// Nobody downloaded the files of the last runs.
    case unused
    /// The report's owner is deleted or may not open it any more.
    case stopped
  }

  package let rule: Recurrence
  package let format: FileFormat
  package let pause: Pause?
  /// The next run; nil while paused and after the last run.
  package let dueAt: Int?

  package var isOver: Bool { pause == nil && dueAt == nil }

  package static func of(_ report: CustomReport, _ session: any SQLSession) throws -> ReportSchedule? {
    try session.first(
      "SELECT \(sql: columns) FROM report_schedules AS s WHERE s.report_key = \(report.key)", decode) ?? nil
  }

  /// The schedules of the reports that have one, by the report's id.
  package static func of(_ reports: [CustomReport], _ session: any SQLSession) throws -> [String: ReportSchedule] {
    let found = try session.all(
      """
      SELECT \(sql: columns), c.id FROM report_schedules AS s JOIN custom_reports AS c ON c.key = s.report_key
      WHERE s.report_key \(anyOf: reports.map(\.key))
      """
    ) { ($0.text(at: 4), decode($0)) }
    return Dictionary(uniqueKeysWithValues: found.compactMap { id, schedule in schedule.map { (id, $0) } })
  }

  /// Creates or changes a report's schedule. If nothing changed it continues; otherwise runs are counted again from
  /// now.
  /// - Returns: whether anything changed.
  package static func save(
    _ rule: Recurrence, _ format: FileFormat, isPaused: Bool, for report: CustomReport, now: Int, _ time: LocalTime,
    _ session: any SQLSession
  ) throws -> Bool {
    let before = try of(report, session)
    if let before, before.rule == rule, before.format == format, (before.pause != nil) == isPaused { return false }
    let pause = isPaused ? before?.pause ?? .owner : nil
    try session.run(
      """
      INSERT INTO report_schedules (report_key, rule, format, counted_from, due_at, pause)
      VALUES (\(report.key), \(try JSONText.encoded(rule)), \(format.rawValue), \(now),
        \(isPaused ? nil : rule.next(after: now, time)), \(pause?.rawValue))
      ON CONFLICT (report_key) DO UPDATE SET rule = excluded.rule, format = excluded.format,
        counted_from = excluded.counted_from, due_at = excluded.due_at, pause = excluded.pause
      """)
    return true
  }

  /// - Returns: whether there was one.
  package static func remove(from report: CustomReport, _ session: any SQLSession) throws -> Bool {
    try session.run("DELETE FROM report_schedules WHERE report_key = \(report.key)") > 0
  }

  /// Also deletes its past runs. Files that it created remain for their recipients.
  static func forget(_ report: CustomReport, _ session: any SQLSession) throws {
    _ = try remove(from: report, session)
    let runs: SQLText = "SELECT key FROM report_runs WHERE report_key = \(report.key)"
    try session.run("UPDATE jobs SET run_key = NULL WHERE run_key IN (\(sql: runs))")
    try session.run("DELETE FROM report_runs WHERE report_key = \(report.key)")
  }

  static let columns: SQLText = "s.rule, s.format, s.pause, s.due_at"

  /// - Returns: nil if a newer version wrote it.
  static func decode(_ row: any SQLRow) -> ReportSchedule? {
    guard let rule = rule(row.text(at: 0)), let format = FileFormat(rawValue: row.text(at: 1)) else { return nil }
    return ReportSchedule(
      rule: rule, format: format, pause: row.text(2).flatMap { Pause(rawValue: $0) }, dueAt: row.integer(3))
  }

  private static func rule(_ text: String) -> Recurrence? {
    try? JSONDecoder().decode(Recurrence.self, from: Data(text.utf8))
  }
}

extension CustomReport {
  /// The report with a key, if its schedule is paused for this reason.
  package static func paused(
    _ key: Int, _ pause: ReportSchedule.Pause, _ session: any SQLSession
  ) throws -> CustomReport? {
    try session.first(
      """
      SELECT \(sql: columns) FROM custom_reports AS c JOIN report_schedules AS s ON s.report_key = c.key
      WHERE c.key = \(key) AND s.pause = \(pause.rawValue)
      """, decode) ?? nil
  }

  /// The report with a key, of any owner.
  package static func one(key: Int, _ session: any SQLSession) throws -> CustomReport? {
    try session.first("SELECT \(sql: columns) FROM custom_reports AS c WHERE c.key = \(key)", decode) ?? nil
  }
}
