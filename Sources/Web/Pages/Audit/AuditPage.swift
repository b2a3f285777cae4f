import Access
import Foundation
import Hummingbird
import Reports

/// Who viewed or downloaded whose statistics.
enum AuditPage {
  /// For `audit.mustache`.
  struct Model: TemplateDocument {
    static let template = "audit"

    let downloads: [Link]
    /// The URL without the filter by person; nil if there is none.
    let clear: String?
    let table: Table
  }

  static let parameters: Parameters = ["user", "before"]

  static func show(_ visit: WebRequest) async throws -> Response {
    let query = try visit.query()
    let before = try AuditTable.before(query)
    let log = AuditLog(extent(query))
    let page = try await visit.read { try log.page(before: before, limit: AuditTable.rowsAPage, $0) }
    let downloads = FileFormat.allCases.map { format in
      Link(
        title: visit.language("format_\(format.rawValue)"),
        href: query.address("/audit/download", replacing: ["before": nil, "format": format.rawValue]))
    }
    let table = AuditTable(visit, query, path: "/audit", linksPeople: true).model(page)
    return try visit.page(
      Model(downloads: downloads, clear: query["user"] == nil ? nil : "/audit", table: table))
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

  func model(_ page: AuditLog.Page) -> Table {
    let language = visit.language
    let columns: [(String, Table.Kind)] = [
      ("date", .number), ("viewer", .text), ("action", .text), ("subject", .text), ("rows", .number),
    ]
    return Table(
      language("audit_title"), columns.map { Table.Column(language("audit_\($0.0)"), $0.1) },
      page.entries.map(cells), empty: Table.EmptyState(title: language("audit_none")), paging: paging(page.next))
  }

  private func paging(_ next: Int?) -> Table.Paging? {
    guard next != nil || query["before"] != nil else { return nil }
    return Table.Paging(
      first: query["before"] == nil ? nil : query.address(path, replacing: ["before": nil]),
      next: next.map { query.address(path, replacing: ["before": String($0)]) })
  }

  private func cells(_ entry: AuditLog.Entry) -> [Table.Cell] {
    let language = visit.language
    let action = language.optional("audit_action_\(entry.action)") ?? entry.action
    var done = Table.Cell(language("audit_action"), .text, action)
    if !entry.filters.isEmpty { done.content.detail = entry.filters.removingPercentEncoding ?? entry.filters }
    return [
      Table.Cell(language("audit_date"), .number, visit.shown.instant(entry.at)),
      entry.viewer.map { link($0).cell(language("audit_viewer"), isLead: true) }
        ?? Table.Cell(language("audit_viewer"), .text, language("audit_server"), isLead: true),
      done,
      entry.subject.map { link($0).cell(language("audit_subject")) }
        ?? Table.Cell(language("audit_subject"), .text, nil),
      Table.Cell(language("audit_rows"), .number, entry.rows.map(visit.shown.count)),
    ]
  }

  private func link(_ person: AuditLog.Person) -> PersonLink {
    PersonLink(
      person, leadsTo: linksPeople ? query.address(path, replacing: ["user": person.id, "before": nil]) : nil)
  }
}
