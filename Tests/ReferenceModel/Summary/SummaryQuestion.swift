/// What a report *Summary* is asked for.
package struct SummaryQuestion: Sendable {
  package let by: [String]
  /// In this order.
  package let columns: [String]
  package let filter: ReportFilter
  /// `last_7_days` and so on, instead of dates.
  package let period: String?

  package init(
    by: [String], columns: [String]? = nil, _ filter: ReportFilter = ReportFilter(), period: String? = nil
  ) {
    self.by = by
    self.columns = columns ?? Self.columns(by: by)
    self.filter = filter
    self.period = period
  }

  /// As the query of `/reports/summary/download`, not percent-encoded: name and value.
  package func query(total: Bool) -> [(name: String, value: String)] {
    by.map { ("by", $0) } + columns.map { ("column", $0) } + filter.query + (period.map { [("period", $0)] } ?? [])
      + (total ? [("total", "true")] : [])
  }

  /// "Column": the keys and headings of the table in insights.md §3.
  static let headings = [
    ("users", "Users"), ("active_users", "Active users"), ("active_share", "Active"), ("time_spent", "Time spent"),
    ("total_time_spent", "Total time spent"), ("average_score", "Avg score"),
    ("completed_courses", "Completed courses"), ("completed_programs", "Completed programs"),
    ("completed_paths", "Completed paths"), ("assigned_programs", "Assigned programs"),
    ("assigned_paths", "Assigned paths"), ("attended_classrooms", "Attended classrooms"), ("messages", "Messages"),
    ("answered_questions", "Answered questions"), ("average_answer_score", "Average score on questions"),
    ("certificates", "Certificates"), ("time_per_user", "Time per user"),
  ]

  package static let units = ["day", "week", "month", "quarter", "year"]
  package static let things = ["course", "program_session", "path_session"]
  private static let periods =
    ["last_7_days", "last_30_days", "last_90_days", "this_month", "last_month", "this_quarter", "last_quarter"]
    + ["this_year", "last_year"]

  /// All "columns that may be asked for".
  package static func columns(by: [String]) -> [String] {
    let ofCourses = [
      "users", "active_users", "active_share", "time_spent", "average_score", "completed_courses", "time_per_user",
    ]
    return headings.map(\.0).filter { !by.contains("course") || ofCourses.contains($0) }
  }

  /// The expected files of the sample, by name: with all columns.
  package static let samples: [String: SummaryQuestion] = {
    var (dates, below, below1) = (ReportFilter(), ReportFilter(), ReportFilter())
    (dates.from, dates.to) = ("2025-11-15", "2026-02-23")
    below.subgroups = true
    (below1.groups, below1.subgroups) = (["g1"], true)
    return [
      "summary-group": SummaryQuestion(by: ["group"], below),
      "summary-group-dates": SummaryQuestion(by: ["group"], dates),
      "summary-month": SummaryQuestion(by: ["month"], dates),
      "summary-week": SummaryQuestion(by: ["week"], below1),
      "summary-field-quarter": SummaryQuestion(by: ["custom:f1", "quarter"]),
      "summary-manager": SummaryQuestion(by: ["manager"]),
      "summary-course-month": SummaryQuestion(by: ["course", "month"], dates),
      "summary-session": SummaryQuestion(by: ["program_session"]),
    ]
  }()

  /// A question about the platform: any permitted dimensions, columns and filters.
  package static func random(on platform: RandomPlatform, _ random: inout SplitMix64) -> SummaryQuestion {
    var by = [random.pick(dimensions(of: platform))]
    if random.chance(60) {
      let others = dimensions(of: platform).filter { other in
        other != by[0] && ![units, things].contains { $0.contains(other) && $0.contains(by[0]) }
      }
      by.append(random.pick(others))
    }
    let possible = columns(by: by)
    var filter = random.pick(platform.reportFilters(12))
    filter.fields = nil
    filter.subgroups = random.chance(40)
    if random.chance(50) { filter.conditions = platform.conditions(.generalStats, 1...2, &random) }
    let period = random.chance(25) ? random.pick(by.contains("day") ? Array(periods.prefix(7)) : periods) : nil
    if period != nil {
      (filter.from, filter.to) = (nil, nil)
    } else if by.contains("day"), filter.from == nil || filter.to == nil {
      // Days are many: a year of them with each group says no more than a month.
      (filter.from, filter.to) = ("2026-02-20", "2026-04-02")
    }
    return SummaryQuestion(
      by: by, columns: random.chance(50) ? nil : random.some(1...6, of: possible), filter, period: period)
  }

  private static func dimensions(of platform: RandomPlatform) -> [String] {
    ["group", "group", "title", "language", "manager"] + platform.ids("custom_fields").map { "custom:\($0)" } + units
      + things
  }
}
