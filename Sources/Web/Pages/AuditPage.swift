import Access
import Foundation
import Hummingbird
import Reports

/// Who viewed or downloaded whose statistics.
enum AuditPage {
  static let parameters: Parameters = ["user", "before"]

  static func show(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let before = try AuditTable.before(query)
    let log = AuditLog(extent(query))
    let page = try await visit.read { try log.page(before: before, limit: AuditTable.rowsAPage, $0) }
    var model: PageModel = [
      "table": AuditTable(visit, query, path: "/audit", linksPeople: true).model(page),
      "downloads": FileFormat.allCases.map { format -> PageModel in
        let href = query.address("/audit/download", replacing: ["before": nil, "format": format.rawValue])
        return ["title": visit.language("format_\(format.rawValue)"), "href": href]
      },
    ]
    if query["user"] != nil { model["clear"] = "/audit" }
    return try visit.page("audit", model)
  }

  static func download(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let log = AuditLog(extent(query))
    return try await FileResponse(visit, query, stem: "audit-log").response("audit.download") { _ in
      Report.auditLog(log)
    }
  }

  private static func extent(_ query: Query) -> AuditLog.Extent { query["user"].map { .person($0) } ?? .everything }
}

/// Entries of the audit log as a table.
struct AuditTable {
  static let rowsAPage = 50

  private let visit: WebRequest
  private let query: Query
  private let path: String
  private let linksPeople: Bool

  /// - Parameter linksPeople: whether names filter the table by that person; else they lead to public statistics.
  init(_ visit: WebRequest, _ query: Query, path: String, linksPeople: Bool) {
    self.visit = visit
    self.query = query
    self.path = path
    self.linksPeople = linksPeople
  }

  static func before(_ query: Query) throws -> Int? {
    guard query["before"] != nil else { return nil }
    return try query.number("before", in: 1...Int.max, default: 1)
  }

  func model(_ page: AuditLog.Page) -> PageModel {
    let language = visit.language
    let columns = [("date", "number"), ("viewer", "text"), ("action", "text"), ("subject", "text"), ("rows", "number")]
    var table: PageModel = [
      "caption": language("audit_title"),
      "columns": columns.map { TableModel.column(language("audit_\($0.0)"), $0.1) },
      "rows": page.entries.map { ["cells": cells($0)] as PageModel },
      "empty": ["title": language("audit_none")] as PageModel,
    ]
    if page.next != nil || query["before"] != nil {
      var paging: PageModel = [:]
      if query["before"] != nil { paging["first"] = query.address(path, replacing: ["before": nil]) }
      if let next = page.next { paging["next"] = query.address(path, replacing: ["before": String(next)]) }
      table["paging"] = paging
    }
    return table
  }

  private func cells(_ entry: AuditLog.Entry) -> [PageModel] {
    let language = visit.language
    let action = language.optional("audit_action_\(entry.action)") ?? entry.action
    var done = TableModel.cell(language("audit_action"), "text", action)
    if !entry.filters.isEmpty { done["detail"] = entry.filters.removingPercentEncoding ?? entry.filters }
    return [
      TableModel.cell(language("audit_date"), "number", visit.shown.instant(entry.at)),
      entry.viewer.map { link($0).cell(language("audit_viewer"), isLead: true) }
        ?? TableModel.cell(language("audit_viewer"), "text", language("audit_server"), isLead: true),
      done,
      entry.subject.map { link($0).cell(language("audit_subject")) }
        ?? TableModel.cell(language("audit_subject"), "text", nil),
      TableModel.cell(language("audit_rows"), "number", entry.rows.map(visit.shown.count)),
    ]
  }

  private func link(_ person: AuditLog.Person) -> PersonLink {
    PersonLink(
      person, leadsTo: linksPeople ? query.address(path, replacing: ["user": person.id, "before": nil]) : nil)
  }
}
