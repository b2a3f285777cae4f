package import Access
import DatabaseAccess
import Spreadsheets

extension Report {
  /// Who looked at or downloaded whose statistics.
  package static func auditLog(_ log: AuditLog) -> Report {
    let columns: [ReportColumn] = [
      .instant("Date", at: 0), .text("First name", at: 2, width: .name), .text("Last name", at: 3, width: .name),
      .text("Email", at: 4), .text("Action", at: 5), .text("First name of user", at: 7, width: .name),
      .text("Last name of user", at: 8, width: .name), .text("Email of user", at: 9), .text("Filters", at: 10),
      ReportColumn(title: "Rows", width: .number) { row in
        row.values[11].integer.map { SpreadsheetCell.integer($0) } ?? .empty
      },
    ]
    return Report(columns: columns, select: log.select(), attachments: Attachments(), statementWidth: 12)
  }
}
