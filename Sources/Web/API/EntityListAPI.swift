import Access
import Foundation
import Hummingbird
import Records
import Reports
import Statistics
import Support

/// The API of a list of entities: one page, and the cursor of the next.
enum EntityListAPI {
  static func answer(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let (query, viewer) = (try visit.query(), try visit.viewer)
    let wanted = try EntityListRequest(query, kind)
    let limit = try query.number("limit", in: 1...500, default: EntityList.pageSize)
    let (style, now, after) = (visit.services.settings.style, visit.now, query["after"])
    let (rows, hasMore) = try await visit.read { session in
      let list = try wanted.list(for: viewer, style, now: now, session)
      let keys = try list.order(session)
      var first = 0
      if let after {
        guard let id = place(after, wanted), let key = try list.key(of: id, session),
          let index = keys.firstIndex(of: key)
        else { throw BadRequest("after", "is not a cursor of this list in this order; start with its first page") }
        first = index + 1
      }
      let page = Array(keys.dropFirst(first).prefix(limit))
      return (try list.rows(page, session), first + page.count < keys.count)
    }
    visit.audit("\(kind.rawValue).list", rows: rows.count)
    let next = hasMore ? rows.last.map { cursor($0.id, wanted) } : nil
    return JSONValue.object([("rows", .array(rows.map { row($0, kind) })), ("next", .string(next))]).response()
  }

  private static func row(_ row: EntityList.Row, _ kind: EntityKind) -> JSONValue {
    var members: [(String, JSONValue)] = [("id", .string(row.id)), ("name", .string(row.name))]
    for (column, cell) in zip(kind.all, row.cells + row.numbers) where column.key != "name" {
      members.append((column.key, JSONValue(cell)))
    }
    return .object(members)
  }

  /// The row after which the next page begins; opaque to clients.
  private static func cursor(_ id: String, _ wanted: EntityListRequest) -> String {
    Base64URL.text(Data("\(order(wanted)):\(id)".utf8))
  }

  /// - Returns: the id; nil if the text is not a cursor, or is for another order.
  private static func place(_ cursor: String, _ wanted: EntityListRequest) -> String? {
    guard let data = Base64URL.data(cursor) else { return nil }
    let (text, start) = (String(decoding: data, as: UTF8.self), order(wanted) + ":")
    guard text.startsWithBytes(of: start) else { return nil }
    return String(decoding: text.utf8.dropFirst(start.utf8.count), as: UTF8.self)
  }

  private static func order(_ wanted: EntityListRequest) -> String { "\(wanted.sort.key):\(wanted.direction.rawValue)" }
}
