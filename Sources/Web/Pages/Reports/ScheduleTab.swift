import Calendar
import Reports
import Spreadsheets

/// The tab Schedule, for `report-schedule.mustache`.
struct ScheduleTab {
  let form: ScheduleForm
  /// Latest first.
  let runs: [PastRun]
  let visit: WebRequest

  private var language: Language { visit.language }
  private var settings: SiteSettings { visit.services.settings }
  private static let shownRuns = 3

  var model: PageModel {
    var model: PageModel = [
      "states": ScheduleForm.State.allCases.map {
        option($0.rawValue, language("schedule_\($0.rawValue)"), isChosen: $0 == form.state)
      },
      "every": form.typed["schedule_every"] ?? String(form.rule.every),
      "units": Recurrence.Unit.allCases.map {
        option($0.rawValue, language("schedule_unit_\($0.rawValue)"), isChosen: $0 == form.rule.unit)
      },
      "weekdays": (1...7).map {
        option("\($0)", language("schedule_weekday_\($0)"), isChosen: form.rule.weekdays.contains($0))
      },
      "hours": (0...23).map { option("\($0)", ScheduleWords.hour($0), isChosen: $0 == form.rule.hour) },
      "start": form.typed["schedule_start"] ?? Instant.dateText(form.rule.start),
      "end": form.typed["schedule_end"] ?? form.rule.end.map { Instant.dateText($0) } ?? "",
      "formats": FileFormat.allCases.map {
        option($0.rawValue, language("format_\($0.rawValue)"), isChosen: $0 == form.format)
      },
      "zone": language("schedule_zone", ["zone": settings.timeZoneName]), "next": next,
    ]
    if form.state == .paused, let pause = form.kept?.pause, pause != .owner {
      model["unused"] = language("schedule_\(pause.rawValue)")
    }
    if settings.mail == nil { model["mail_off"] = language("downloads_mail_off") }
    if form.kept != nil || !runs.isEmpty { model["past"] = past }
    model["problem"] = form.errors.values.first.map { $0.words(language) }
    return model
  }

  /// The next runs of the schedule in the form, saved or not.
  private var next: PageModel {
    let runs = form.rule.runs(after: settings.machineNow(), count: Self.shownRuns, settings.style.time)
    let isOn = form.state == .on
    return [
      "title": language(runs.isEmpty ? "schedule_no_run" : isOn ? "schedule_next_runs" : "schedule_would_run"),
      "rule": ScheduleWords(visit).rule(form.rule), "runs": runs.map { visit.shown.instant($0) },
    ]
  }

  /// The results of the last runs, and the people whose e-mail could not be delivered.
  private var past: PageModel {
    ["runs": runs.map(run)]
  }

  private func run(_ run: PastRun) -> PageModel {
    var facts = [language.plural("schedule_run_made", run.made)]
    if run.failed > 0 { facts.append(language.plural("schedule_run_failed", run.failed)) }
    if run.mailed > 0 { facts.append(language.plural("schedule_run_mailed", run.mailed)) }
    if run.made > 0 || run.fetchedAt != nil {
      facts.append(
        run.fetchedAt.map { language("schedule_run_fetched", ["instant": visit.shown.instant($0)]) }
          ?? language("schedule_run_unfetched"))
    }
    var model: PageModel = ["at": visit.shown.instant(run.ranAt), "facts": facts.joined(separator: " · ")]
    var people = run.unreached.map { "\($0.name) (\($0.email))" }
    if run.unreachedOthers > 0 { people.append(language.plural("schedule_run_unreached_others", run.unreachedOthers)) }
    if !people.isEmpty {
      model["unreached"] = language("schedule_run_unreached", ["people": people.joined(separator: ", ")])
    }
    return model
  }

  private func option(_ id: String, _ title: String, isChosen: Bool) -> PageModel {
    ["id": id, "title": title, "chosen": isChosen]
  }
}

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
