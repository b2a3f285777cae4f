import Calendar
import Reports
import Spreadsheets

/// The tab Schedule, for `report-schedule.mustache`.
struct ScheduleModel: TemplateModel {
  let states: [Option]
  let every: String
  let units: [Option]
  let weekdays: [Option]
  let hours: [Option]
  let start: String
  /// Empty for none.
  let end: String
  let formats: [Option]
  /// The time zone of the times, as a sentence.
  let zone: String
  let next: NextRuns
  /// Why it was paused automatically.
  let unused: String?
  /// No mail is configured.
  let mailOff: String?
  let past: PastRuns?
  /// The error of the interval or the dates.
  let problem: String?

  /// The next runs of the schedule in the form, saved or not.
  struct NextRuns: TemplateModel {
    let title: String
    let rule: String
    let runs: [String]
  }

  /// The last runs, latest first.
  struct PastRuns: TemplateModel {
    let runs: [Run]

    struct Run: TemplateModel {
      let at: String
      let facts: String
      /// The people whose email could not be delivered.
      let unreached: String?
    }
  }

  /// - Parameter runs: latest first.
  init(_ form: ScheduleForm, _ runs: [PastRun], _ visit: WebRequest) {
    let (language, settings) = (visit.language, visit.services.settings)
    states = ScheduleForm.State.allCases.map {
      Option(id: $0.rawValue, title: language("schedule_\($0.rawValue)"), isChosen: $0 == form.state)
    }
    every = form.typed["schedule_every"] ?? String(form.rule.every)
    units = Recurrence.Unit.allCases.map {
      Option(id: $0.rawValue, title: language("schedule_unit_\($0.rawValue)"), isChosen: $0 == form.rule.unit)
    }
    weekdays = (1...7).map {
      Option(id: "\($0)", title: language("schedule_weekday_\($0)"), isChosen: form.rule.weekdays.contains($0))
    }
    hours = (0...23).map { Option(id: "\($0)", title: ScheduleWords.hour($0), isChosen: $0 == form.rule.hour) }
    start = form.typed["schedule_start"] ?? Instant.dateText(form.rule.start)
    end = form.typed["schedule_end"] ?? form.rule.end.map { Instant.dateText($0) } ?? ""
    formats = FileFormat.allCases.map {
      Option(id: $0.rawValue, title: language("format_\($0.rawValue)"), isChosen: $0 == form.format)
    }
    zone = language("schedule_zone", ["zone": settings.timeZoneName])
    next = NextRuns(form, visit)
    let pause = form.state == .paused ? form.kept?.pause : nil
    unused = pause.flatMap { $0 == .owner ? nil : language("schedule_\($0.rawValue)") }
    mailOff = settings.mail == nil ? language("downloads_mail_off") : nil
    past = form.kept == nil && runs.isEmpty ? nil : PastRuns(runs: runs.map { PastRuns.Run($0, visit) })
    problem = form.errors.values.first.map { $0.words(language) }
  }
}

extension ScheduleModel.NextRuns {
  private static let shown = 3

  fileprivate init(_ form: ScheduleForm, _ visit: WebRequest) {
    let settings = visit.services.settings
    let next = form.rule.runs(after: settings.machineNow(), count: Self.shown, settings.style.time)
    let isOn = form.state == .on
    title = visit.language(next.isEmpty ? "schedule_no_run" : isOn ? "schedule_next_runs" : "schedule_would_run")
    rule = ScheduleWords(visit).rule(form.rule)
    runs = next.map { visit.shown.instant($0) }
  }
}

extension ScheduleModel.PastRuns.Run {
  fileprivate init(_ run: PastRun, _ visit: WebRequest) {
    let (language, shown) = (visit.language, visit.shown)
    var facts = [language.plural("schedule_run_made", run.made)]
    if run.failed > 0 { facts.append(language.plural("schedule_run_failed", run.failed)) }
    if run.mailed > 0 { facts.append(language.plural("schedule_run_mailed", run.mailed)) }
    if run.made > 0 || run.fetchedAt != nil {
      facts.append(
        run.fetchedAt.map { language("schedule_run_fetched", ["instant": shown.instant($0)]) }
          ?? language("schedule_run_unfetched"))
    }
    var people = run.unreached.map { "\($0.name) (\($0.email))" }
    if run.unreachedOthers > 0 { people.append(language.plural("schedule_run_unreached_others", run.unreachedOthers)) }
    at = shown.instant(run.ranAt)
    self.facts = facts.joined(separator: " · ")
    unreached =
      people.isEmpty ? nil : language("schedule_run_unreached", ["people": people.joined(separator: ", ")])
  }
}
