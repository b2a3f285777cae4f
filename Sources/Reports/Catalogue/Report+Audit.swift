package import Access
import DatabaseAccess
import Spreadsheets

extension Report {
  /// The audit log: who viewed or downloaded whose statistics.
  package static func auditLog(_ log: AuditLog) -> Report {
    let columns: [ReportColumn] = [
      .instant("Date", at: 0).keyed("date"), .text("First name", at: 2, width: .name).keyed("first_name"),
      .text("Last name", at: 3, width: .name).keyed("last_name"),
      .text("Email", at: 4).keyed("email"), .text("Action", at: 5).keyed("action"),
      .text("First name of user", at: 7, width: .name).keyed("user_first_name"),
      .text("Last name of user", at: 8, width: .name).keyed("user_last_name"),
      .text("Email of user", at: 9).keyed("user_email"), .text("Filters", at: 10).keyed("filters"),
      ReportColumn(title: "Rows", width: .number, key: "rows") { row in
        row.values[11].integer.map { SpreadsheetCell.integer($0) } ?? .empty
      },
    ]
    return Report(columns: columns, select: log.select(), attachments: RowLookups(), statementWidth: 12)
  }
}
