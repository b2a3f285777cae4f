package import DatabaseAccess
package import Statistics
import Spreadsheets

extension Report {
  /// The filters of *General stats*; all empty is everything.
  package struct GeneralStatsFilter: Sendable {
    package var population: Population
    package var period = Period.allTime
    package var sessions: Selection.Sessions?
    /// Ids of the custom fields that are shown; nil for all.
    package var fields: [String]?
    /// Keys of the statistics that are shown, in order; nil for those of the source article.
    package var columns: [String]?

    package init(_ population: Population) { self.population = population }
  }

  /// The statistics that a column may show, besides `managers` and `groups`.
  private static let choices: [Statistic] =
    [
      .averageScore, .completedCourses, .attendedClassrooms, .completedPaths, .assignedPaths, .completedPrograms,
      .assignedPrograms, .messages, .totalTimeSpent, .timeSpent, .lastActivity, .directReports, .answeredQuestions,
      .averageAnswerScore, .trainingTime, .postedMessages,
    ]

  static let usualGeneralStats = [
    "managers", "average_score", "completed_programs", "assigned_programs", "messages", "total_time_spent", "groups",
  ]

  /// Keys that `column` takes.
  package static let generalStatsColumns = ["managers", "groups"] + choices.map(\.key)

  /// General stats of many users.
  package static func generalStats(_ filter: GeneralStatsFilter, _ session: any SQLSession) throws -> Report {
    var population = filter.population
    population.sessions = filter.sessions
    let keys = filter.columns ?? usualGeneralStats
    let statistics = keys.compactMap { key in choices.first { $0.key == key } }
    let totals = Totals(statistics, Selection(period: filter.period, sessions: filter.sessions))
    let people = ["last_name", "first_name", "email", "additional_information"]
    let statement = UserStatement(people: people, totals, population)
    let groups = keys.contains("groups") ? try GroupColumn.all(for: population.scope, session) : []
    let chosen = keys.flatMap { key -> [ReportColumn] in
      switch key {
      case "managers": [managers]
      case "groups": groups.map(\.column)
      default: statistics.filter { $0.key == key }.prefix(1).map { statement.column($0, title(of: $0)) }
      }
    }
    let columns =
      identity + (try CustomField.columns(filter.fields, session))
      + [.text("Additional information", at: 3).keyed("additional_information")] + chosen
    return Report(
      columns: columns, select: statement.select,
      attachments: Attachments(
        hasCustomValues: true, hasManagers: keys.contains("managers"), groups: groups.map(\.key)),
      statementWidth: statement.width, population: population)
  }

  private static let identity: [ReportColumn] = [
    .text("Last name", at: 0, width: .name).keyed("last_name"),
    .text("First name", at: 1, width: .name).keyed("first_name"), .text("Email", at: 2).keyed("email"),
  ]

  /// E-mail addresses of the managers who are not deleted.
  private static let managers = ReportColumn(title: "Managers", width: .text, key: "managers") { row in
    row.managers.isEmpty
      ? .empty : .text(row.managers.sorted { $0.comesBefore($1) }.joined(separator: ", "))
  }

  /// General stats of one user.
  package static func individualGeneralStats(_ subject: Subject, _ session: any SQLSession) throws -> Report {
    let statistics = UserStatistics.report
    let totals = Totals(statistics)
    let people = ["last_name", "first_name", "email"]
    let select: SQLText = """
      SELECT u.user_key, p.last_name, p.first_name, p.email, \(sql: totals.columns)
      FROM (SELECT \(subject.key) AS user_key) AS u JOIN users AS p ON p.key = u.user_key\(sql: totals.joins(users: nil))
      """
    var columns = identity
    var index = people.count
    for statistic in statistics {
      columns.append(.statistic(statistic, title(of: statistic), at: index))
      index += statistic.width
    }
    return Report(columns: columns, select: select, attachments: Attachments(), statementWidth: index)
  }

  /// Column titles are a contract (`statistics.md`), the same in every language.
  static func title(of statistic: Statistic) -> String { titles[statistic.key] ?? statistic.key }

  private static let titles = [
    "average_score": "Avg score", "completed_courses": "Completed courses",
    "attended_classrooms": "Attended classrooms", "completed_paths": "Completed paths",
    "assigned_paths": "Assigned paths", "completed_programs": "Completed programs",
    "assigned_programs": "Assigned programs", "messages": "Messages", "total_time_spent": "Total time spent",
    "time_spent": "Time spent", "last_activity": "Last activity", "direct_reports": "Direct report",
    "answered_questions": "Number of answered questions", "average_answer_score": "Average score",
    "training_time": "Total training time", "posted_messages": "Posted messages",
  ]
}
