import Access
import DatabaseAccess
import Records
import Reports
import Spreadsheets

/// The tab Schedule of a report's editor, as typed.
struct ScheduleForm: Sendable {
  enum State: String, CaseIterable { case off, on, paused }

  var state: State
  var rule: Recurrence
  var format: FileFormat
  /// As it is kept; nil where there is none yet.
  private(set) var kept: ReportSchedule?

  /// What is proposed where there is none: Mondays at seven.
  init(_ schedule: ReportSchedule?, today: Int) {
    state = schedule.map { $0.pause == nil ? .on : .paused } ?? .off
    rule = schedule?.rule ?? Recurrence(.week, weekdays: [1], hour: 7, start: today)
    format = schedule?.format ?? .xlsx
    kept = schedule
  }

  /// - Returns: nil where the form holds no schedule: then it stays as it is.
  /// - Throws: `BadRequest`.
  init?(_ query: Query, today: Int) throws {
    guard query["schedule"] != nil else { return nil }
    self.init(nil, today: today)
    state = try query.choice("schedule", default: State.off)
    format = try query.choice("schedule_format", default: format)
    let weekdays = try query.all("schedule_weekday").map { text in
      guard let day = Int(text), (1...7).contains(day) else {
        throw BadRequest("schedule_weekday", "is none of 1 (Monday) to 7")
      }
      return day
    }
    rule = Recurrence(
      try query.choice("schedule_unit", default: Recurrence.Unit.week),
      every: try query.number("schedule_every", in: Recurrence.everyRange, default: 1),
      weekdays: Array(Set(weekdays)), hour: try query.number("schedule_hour", in: 0...23, default: rule.hour),
      start: try Self.day("schedule_start", query) ?? today, end: try Self.day("schedule_end", query))
    if let end = rule.end, end < rule.start {
      throw BadRequest("schedule_end", "is before the first day, schedule_start")
    }
  }

  private static func day(_ name: String, _ query: Query) throws -> Int? {
    guard let text = query[name] else { return nil }
    guard let day = Instant.days(text), (0...50_000).contains(day) else {
      throw BadRequest(name, "is no date such as 2026-03-01")
    }
    return day
  }

  mutating func compare(with kept: ReportSchedule?) { self.kept = kept }

  /// Keeps it with its report, and notes in the audit log what changed.
  func save(
    for report: CustomReport, of viewer: Viewer, now: Int, _ time: LocalTime, _ session: any SQLSession
  ) throws {
    let isChanged =
      state == .off
      ? try ReportSchedule.remove(from: report, session)
      : try ReportSchedule.save(rule, format, isPaused: state == .paused, for: report, now: now, time, session)
    guard isChanged else { return }
    try Audit.note(
      "report.schedule", by: viewer, filters: "id=\(report.id)&schedule=\(state.rawValue)", at: now, session)
  }
}
