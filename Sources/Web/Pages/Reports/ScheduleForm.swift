import Access
import Calendar
import DatabaseAccess
import Records
import Reports
import Spreadsheets

/// The input of the tab Schedule in a report's editor.
struct ScheduleForm: Sendable {
  enum State: String, CaseIterable { case off, on, paused }

  var state: State
  var rule: Recurrence
  var format: FileFormat
  /// The saved schedule; nil if there is none yet.
  private(set) var kept: ReportSchedule?
  /// Invalid input by field name, and all input.
  private(set) var errors: [String: BadFilter] = [:]
  private(set) var typed: [String: String] = [:]

  static let parameters: Parameters = [
    "schedule", "schedule_format", .many("schedule_weekday"), "schedule_unit", "schedule_every", "schedule_hour",
    "schedule_start", "schedule_end",
  ]

  /// The default is Mondays at 07:00.
  init(_ schedule: ReportSchedule?, today: Int) {
    state = schedule.map { $0.pause == nil ? .on : .paused } ?? .off
    rule = schedule?.rule ?? Recurrence(.week, weekdays: [1], hour: 7, start: today)
    format = schedule?.format ?? .xlsx
    kept = schedule
  }

  /// - Returns: nil if the form has no schedule; the saved one is then unchanged.
  /// - Throws: `BadRequest`.
  init?(_ query: Query, today: Int) throws {
    guard query["schedule"] != nil else { return nil }
    self.init(nil, today: today)
    state = try query.choice("schedule", default: State.off)
    format = try query.choice("schedule_format", default: format)
    let weekdays = try query.all("schedule_weekday").map { text in
      guard let day = Int(text), (1...7).contains(day) else {
        throw BadRequest("schedule_weekday", "is not a number from 1 (Monday) to 7")
      }
      return day
    }
    for name in ["schedule_every", "schedule_start", "schedule_end"] { typed[name] = query[name] }
    let days = days(or: today)
    rule = Recurrence(
      try query.choice("schedule_unit", default: Recurrence.Unit.week), every: every(query),
      weekdays: Array(Set(weekdays)), hour: try query.number("schedule_hour", in: 0...23, default: rule.hour),
      start: days.first, end: days.last)
  }

  private mutating func every(_ query: Query) -> Int {
    do { return try query.number("schedule_every", in: Recurrence.everyRange, default: 1) } catch {
      let range = Recurrence.everyRange
      errors["schedule_every"] = BadFilter(
        name: "schedule_every", reason: "is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        fault: .number)
      return 1
    }
  }

  private mutating func days(or today: Int) -> (first: Int, last: Int?) {
    let (first, last) = (typed["schedule_start"], typed["schedule_end"])
    do {
      let days = try Days(from: ("schedule_start", first ?? Instant.dateText(today)), to: ("schedule_end", last))
      for (name, day) in [("schedule_start", days.first), ("schedule_end", days.last)] {
        if let day, !(0...50_000).contains(day) { throw BadFilter.noDate(name) }
      }
      return (days.first ?? today, days.last)
    } catch {
      if let bad = error as? BadFilter { errors[bad.name] = bad }
      return (today, nil)
    }
  }

  mutating func compare(with kept: ReportSchedule?) { self.kept = kept }

  /// Saves it with its report, and audits the changes.
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
