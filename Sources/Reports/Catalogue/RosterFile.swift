import DatabaseAccess
import Spreadsheets
package import Statistics

extension Report {
  /// The users of a thing and where each of them stands in it.
  package static func roster(_ roster: Roster) -> Report {
    let people = Roster.people.count
    var columns: [ReportColumn] = [
      .text("First name", at: 0, width: .name), .text("Last name", at: 1, width: .name), .text("Email", at: 2),
    ]
    var index = people
    for column in roster.columns {
      let first = index
      columns.append(
        ReportColumn(title: rosterTitles[column.key] ?? column.key, width: width(column.kind)) { row in
          cell(column.cell(ValuesRow(values: row.values), at: first))
        })
      index += column.width
    }
    return Report(columns: columns, select: roster.select, attachments: Attachments(), statementWidth: index)
  }

  private static func width(_ kind: Section.Kind) -> SpreadsheetColumn.Width {
    switch kind {
    case .text, .id, .status, .flag: .name
    case .duration: .duration
    case .instant: .instant
    case .count, .percent, .progress: .number
    }
  }

  private static func cell(_ cell: Section.Cell) -> SpreadsheetCell {
    switch cell {
    case .none, .flag: .empty
    case .text(let text): .text(text)
    case .status(let code): .text(statusTitles[code] ?? code)
    case .count(let count): .integer(count)
    case .percent(let mean): mean.rounded().map { .hundredths($0) } ?? .empty
    case .progress(let hundredths): .hundredths(hundredths)
    case .duration(let seconds): .duration(seconds: seconds)
    case .instant(let seconds): .instant(seconds: seconds)
    case .date(let days): .date(days: days)
    }
  }

  /// Titles in files are the same in every language.
  private static let rosterTitles = [
    "progress": "Progress", "score": "Score", "time_spent": "Time spent", "last_activity": "Last activity",
    "status": "Status", "validated_at": "Validation date", "attempts": "Attempts", "average_score": "Average score",
    "completed_courses": "Completed courses", "completed_programs": "Completed programs",
    "assigned_programs": "Assigned programs", "messages": "Messages", "training_score": "Training score",
    "assessment_score": "Assessment score", "work": "Work by tag",
  ]

  private static let statusTitles = [
    "successful": "Successful", "not_open": "Pending session opening", "unsuccessful": "Unsuccessful",
    "to_retake": "To retake", "awaiting_correction": "Awaiting correction", "late": "Late", "on_time": "On time",
    "not_started": "Not yet started",
  ]
}
