import Reports
import Statistics

/// The help of `tallybook report` on the types of reports.
enum ReportWords {
  static let types = CustomReport.Kind.allCases.map(\.rawValue).joined(separator: ", ")
  static let dimensions = (SummaryDimension.fixed.map(\.key) + ["custom:ID"]).joined(separator: ", ")
  static let periods = RelativePeriod.allCases.map(\.rawValue).joined(separator: ", ")

  static let discussion = """
    The file is the same, byte for byte, as the one that the user given by --as would download at the same moment. The \
    server's page /help/statistics defines the statistics.

      tallybook report general-stats --as owner@example.com --out stats.csv
      tallybook report course-attempts --as coach@example.com --period last_month --out attempts.xlsx
      tallybook report general-stats --as coach@example.com --group g1 --group g2 --from 2026-01-01 --to 2026-03-31 \
    --column average_score --column completed_courses
      tallybook report summary --as owner@example.com --by group --by month --period this_year --total --out summary.xlsx
      tallybook report tags --as owner@example.com --format ndjson | jq .

    --group, --subgroups, --user and --where work with every type. Values of a repeated filter are combined (or), different filters intersect \
    (and); an unknown id adds no user. A condition tests a column: COLUMN is a key, or custom:ID for a custom field; \
    OPERATION is is, not, contains or starts for texts; eq, ne, lt, le, gt, ge or between for numbers and durations; \
    on, before, after or between for dates; empty or filled for any. Alternatives are separated by |.

    \(CustomReport.Kind.allCases.map(words).joined(separator: "\n\n"))

    Exit status: 0 written; 64 invalid filter or column; 67 unknown user; 69 store not available; 73 file not writable; \
    77 the user may not open the report.
    """

  private static func words(of kind: CustomReport.Kind) -> String {
    let type = kind.type
    let more = type.columns.dropFirst(type.usualColumns.count)
    let filters = [ReportType.Filter.date: "--from, --to, --period", .session: "--session"]
      .filter { type.filters.contains($0.key) }.values.sorted().joined(separator: ", ")
    return """
      \(kind.rawValue): \(type.about). Filters: \(filters.isEmpty ? "only --group, --user and --where" : filters).
        Columns: \(type.usualColumns.joined(separator: ", ")). With --column also \(more.joined(separator: ", ")).
      """
  }
}
