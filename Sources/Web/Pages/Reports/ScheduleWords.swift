import Reports

/// Describes schedules in words.
struct ScheduleWords {
  private let language: Language
  private let shown: DisplayFormat

  init(_ visit: WebRequest) {
    language = visit.language
    shown = visit.shown
  }

  static func hour(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }

  /// "Every 2 weeks on Monday, Thursday, 07:00".
  func rule(_ rule: Recurrence) -> String {
    let every = language.plural("schedule_every_\(rule.unit.rawValue)", rule.every)
    let chosen = rule.weekdays.isEmpty ? [Recurrence.weekday(of: rule.start)] : rule.weekdays
    let days = chosen.map { language("schedule_weekday_\($0)") }.joined(separator: ", ")
    return language(
      rule.unit == .week ? "schedule_rule_days" : "schedule_rule",
      ["every": every, "days": days, "time": Self.hour(rule.hour)])
  }

  /// When it runs next, or why it does not.
  func state(_ schedule: ReportSchedule) -> String {
    switch schedule.pause {
    case .owner: return language("schedule_state_paused")
    case .unused: return language("schedule_state_unused")
    case .stopped: return language("schedule_state_stopped")
    case nil: break
    }
    guard let dueAt = schedule.dueAt else { return language("schedule_state_over") }
    return language("schedule_state_next", ["instant": shown.instant(dueAt)])
  }
}
