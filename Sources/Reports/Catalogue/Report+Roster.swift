import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The users of an entity, each with their standing in it.
  package static func roster(_ roster: Roster) -> Report {
    let people = Roster.people.count
    var columns: [ReportColumn] = [
      PersonField.firstName.column(at: 0), PersonField.lastName.column(at: 1), PersonField.email.column(at: 2),
    ]
    var index = people
    for column in roster.columns {
      columns.append(.row(column, rosterTitles[column.key] ?? column.key, at: index))
      index += column.width
    }
    return Report(columns: columns, select: roster.select, attachments: RowLookups(), statementWidth: index)
  }

  /// Titles in files are the same in every language.
  private static let rosterTitles = [
    "progress": "Progress", "score": "Score", "time_spent": "Time spent", "last_activity": "Last activity",
    "status": "Status", "validated_at": "Validation date", "attempts": "Attempts", "average_score": "Average score",
    "completed_courses": "Completed courses", "completed_programs": "Completed programs",
    "assigned_programs": "Assigned programs", "messages": "Messages", "training_score": "Training score",
    "assessment_score": "Assessment score", "work": "Work by tag",
  ]
}
