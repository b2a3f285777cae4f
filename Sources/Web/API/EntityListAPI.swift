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
    let after = query["after"]
    let (rows, read, count) = try await visit.readKept { session in
      let list = try wanted.list(for: viewer, at: visit.moment, session)
      let keys = try list.order(session)
      var first = 0
      if let after {
        guard let cursor = place(after, wanted) else {
          throw BadRequest("after", "is not a cursor of this list in this order; start with its first page")
        }
        let index = try list.key(of: cursor.id, session).flatMap(keys.firstIndex)
        // A row that has left the list since: the rows after it have moved up.
        first = index.map { $0 + 1 } ?? cursor.rows - 1
      }
      let page = Array(keys.dropFirst(first).prefix(limit))
      return (try list.rows(page, session), first + page.count, keys.count)
    }
    visit.audit("\(kind.rawValue).list", rows: rows.count)
    let next = read < count ? rows.last.map { cursor(read, $0.id, wanted) } : nil
    return JSONValue.object([("rows", .array(rows.map { row($0, kind) })), ("next", .string(next))]).response()
  }

  private static func row(_ row: EntityList.Row, _ kind: EntityKind) -> JSONValue {
    var members: [(String, JSONValue)] = [("id", .string(row.id)), ("name", .string(row.name))]
    for (column, cell) in zip(kind.all, row.cells + row.numbers) where column.key != "name" {
      members.append((column.key, JSONValue(cell)))
    }
    return .object(members)
  }

  /// The row after which the next page begins, and the number of rows up to it; opaque to clients.
  private static func cursor(_ rows: Int, _ id: String, _ wanted: EntityListRequest) -> String {
    Base64URL.text(Data("\(order(wanted)):\(rows):\(id)".utf8))
  }

  /// - Returns: nil if the text is not a cursor, or is for another order.
  private static func place(_ cursor: String, _ wanted: EntityListRequest) -> (rows: Int, id: String)? {
    guard let data = Base64URL.data(cursor) else { return nil }
    let (text, start) = (String(decoding: data, as: UTF8.self), order(wanted) + ":")
    guard text.startsWithBytes(of: start) else { return nil }
    let parts = text.utf8.dropFirst(start.utf8.count).split(separator: UInt8(ascii: ":"), maxSplits: 1)
    guard parts.count == 2, let rows = Int(Substring(parts[0])), rows > 0 else { return nil }
    return (rows, String(Substring(parts[1])))
  }

  private static func order(_ wanted: EntityListRequest) -> String { "\(wanted.sort.key):\(wanted.direction.rawValue)" }
}
