import Access
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets
import Statistics

/// A list of entities as a file: all its rows, in the order that was asked for.
struct EntityListFile: FileRows {
  let list: EntityList

  static func send(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer) = (try visit.query(), try visit.viewer)
    let wanted = try EntityListRequest(query, kind)
    let (style, now) = (visit.services.settings.style, visit.now)
    // Check the filters before the response starts, so that a refusal is an error page.
    _ = try await visit.read { try wanted.list(for: viewer, style, now: now, $0) }
    return try await FileResponse(visit, query, stem: kind.rawValue).response("\(kind.rawValue).list.download") {
      EntityListFile(list: try wanted.list(for: viewer, style, now: now, $0))
    }
  }

  func write(to writer: any SpreadsheetWriter, _ session: any SQLSession) throws -> Int {
    let columns = list.kind.all
    try writer.begin(
      columns: [SpreadsheetColumn("ID", width: .name, key: "id")]
        + columns.map { SpreadsheetColumn($0.heading ?? $0.key, width: .init($0.kind), key: $0.key) })
    let rows = try list.rows(list.order(session), session)
    for row in rows {
      try writer.row([.text(row.id)] + (row.cells + row.numbers).map { SpreadsheetCell($0) })
    }
    try writer.finish()
    return rows.count
  }
}
