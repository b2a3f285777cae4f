import Reports

/// What `tallybook report --help` says of the types of reports.
enum ReportWords {
  static let types = CustomReport.Kind.allCases.map(\.rawValue).joined(separator: ", ")
  static let periods = RelativePeriod.allCases.map(\.rawValue).joined(separator: ", ")

  static let discussion = """
    The file is the one that the user named by --as would download at the same moment: their rows, the same columns, the \
    same bytes. What the numbers mean stands in /help/statistics.

      tallybook report general-stats --as owner@example.com --out stats.csv
      tallybook report course-attempts --as coach@example.com --period last_month --out attempts.xlsx
      tallybook report general-stats --as coach@example.com --group g1 --group g2 --from 2026-01-01 --to 2026-03-31 \
    --column average_score --column completed_courses
      tallybook report tags --as owner@example.com --format ndjson | jq .

    --group and --user narrow every type. Several filters of one kind unite, those of different kinds intersect; an id \
    that does not exist adds nobody.

    \(CustomReport.Kind.allCases.map(words).joined(separator: "\n\n"))

    Exit status: 0 written; 64 a filter or column that makes no sense; 67 no such user; 69 the store is not there; 73 the \
    file cannot be written; 77 the user may not open the report.
    """

  private static func words(of kind: CustomReport.Kind) -> String {
    let type = kind.type
    let more = type.columns.dropFirst(type.usualColumns.count)
    let filters = [ReportType.Filter.date: "--from, --to, --period", .session: "--session"]
      .filter { type.filters.contains($0.key) }.values.sorted().joined(separator: ", ")
    return """
      \(kind.rawValue): \(rows[kind] ?? ""). Filters: \(filters.isEmpty ? "none but those" : filters).
        Columns: \(type.usualColumns.joined(separator: ", ")). With --column also \(more.joined(separator: ", ")).
      """
  }

  /// What a row is.
  private static let rows: [CustomReport.Kind: String] = [
    .generalStats: "a row per user, with averages, completions and time",
    .users: "a row per user, with time, last activity and direct reports",
    .collaborativeActivities: "a row per user, with publications, comments and reactions",
    .registrations: "a row per user who came in within the days, with how they did",
    .programSessions: "a row per program session that a user is enrolled in",
    .pathSessions: "a row per path session that a user is enrolled in",
    .courseAttempts: "a row per attempt of a user on a course",
    .answeredQuestions: "a row per question that a user answered",
    .certificates: "a row per certificate of a user",
    .tags: "a row per tag of a user's answers and assessments",
  ]
}
