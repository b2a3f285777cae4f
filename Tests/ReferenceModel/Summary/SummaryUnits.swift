extension ReferencePlatform {
  /// "Each calendar unit of the platform's zone that meets the period, empty ones included; weeks begin on Monday.
  /// Without `from` (`to`) the earliest (latest) [fact] of the population decides, and the first (last) unit is whole."
  func summaryUnits(_ unit: String, _ users: [User], _ filter: ReportFilter) -> [SummaryValue] {
    let found = filter.from == nil || filter.to == nil ? factDates(users, filter.sessions) : []
    guard let first = filter.from ?? found.min(), let last = filter.to ?? found.max(), first <= last else { return [] }
    var (from, to) = (Instants.day(first), Instants.day(last))
    if filter.from == nil { from = whole(unit, from).lowerBound }
    if filter.to == nil { to = whole(unit, to).upperBound }
    var units: [SummaryValue] = []
    for day in from...to {
      let (date, label) = (Instants.isoDate(day), label(unit, day))
      if let last = units.last, last.name == label, let dates = last.dates {
        units[units.count - 1].dates = dates.lowerBound...date
      } else {
        units.append(
          SummaryValue(id: label, name: label, isDate: unit == "day" || unit == "week", dates: date...date))
      }
    }
    return units
  }

  /// "`last_7_days` `last_30_days` `last_90_days` (they end with today, today included) `this_month` `last_month` …
  /// (whole calendar units)."
  func dates(of period: String) -> ClosedRange<String> {
    let parts = period.split(separator: "_").map(String.init)
    let today = Instants.day(Instants.localDate(now, in: timeZone))
    var days = today...today
    if parts.count == 3 {
      days = today - (Int(parts[1]) ?? 0) + 1...today
    } else {
      days = whole(parts[1], today)
      if parts[0] == "last" { days = whole(parts[1], days.lowerBound - 1) }
    }
    return Instants.isoDate(days.lowerBound)...Instants.isoDate(days.upperBound)
  }

  /// The days of a unit.
  private func whole(_ unit: String, _ day: Int) -> ClosedRange<Int> {
    var (first, last) = (day, day)
    while label(unit, first - 1) == label(unit, day) { first -= 1 }
    while label(unit, last + 1) == label(unit, day) { last += 1 }
    return first...last
  }

  /// "`Day`, `Week` (its Monday): a date · `Month` `2026-03` · `Quarter` `2026-Q1` · `Year` `2026`."
  private func label(_ unit: String, _ day: Int) -> String {
    let date = Instants.isoDate(unit == "week" ? Instants.monday(day) : day)
    switch unit {
    case "day", "week": return date
    case "month": return String(date.prefix(7))
    case "year": return String(date.prefix(4))
    default:
      let month = Int(date.dropFirst(5).prefix(2)) ?? 0
      return "\(date.prefix(4))-Q\((month + 2) / 3)"
    }
  }

  /// "Attempt, first completion of a course, assessment result, answer, post, presence (its slot) or certificate of the
  /// population (with `session=`, of the facts that the filter keeps)."
  private func factDates(_ users: [User], _ sessions: [SessionReference]) -> [String] {
    var filter = ReportFilter()
    filter.sessions = sessions
    return users.flatMap { user -> [Int] in
      let facts = FilteredFacts(of: user.id, on: self, filter: filter)
      let completions = Dictionary(grouping: facts.attempts, by: \.course).values
        .compactMap { $0.compactMap(\.completionDate).min() }
      let certificates = certificates[user.id, default: []].filter { namesChosenSession($0, of: filter) }
      let answers = sessions.isEmpty ? answers[user.id, default: []] : []
      return facts.attempts.map(\.lastActivityAt) + completions + facts.results.map(\.assessedAt)
        + facts.presences.map(\.startsAt) + facts.posts.map(\.createdAt) + answers.map(\.answeredAt)
        + certificates.map(\.deliveredAt)
    }.map { Instants.localDate($0, in: timeZone) }
  }
}
