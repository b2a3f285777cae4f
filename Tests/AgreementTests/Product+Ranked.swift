import Access
import ReferenceModel
import Reports
import Statistics
import Support

@testable import Web

extension Product {
  /// The rows of a list in order, each with its numbers as in the API; nil if the viewer may not open it.
  func ranked(
    _ list: RankedList, viewer: String, _ filter: ReportFilter, sort: String, descending: Bool
  ) async throws -> [(id: String, numbers: String)]? {
    let (style, now) = (style, now)
    return try await asking(viewer) { viewer, session in
      guard let kind = EntityKind(rawValue: list.rawValue), viewer.roles.opens(kind) else { return nil }
      var filters = ReportFilters()
      (filters.groups, filters.subgroups, filters.users) = (filter.groups, filter.subgroups, filter.users)
      (filters.sessions, filters.conditions) = (filter.sessions.map(\.text), filter.conditions)
      var query = EntityListQuery(kind, filters)
      (query.sort, query.descending) = (sort, descending)
      let found = try query.list(for: viewer, style, now: now, session)
      let keys = kind.numbers.map(\.column.key)
      precondition(keys == list.numbers, "the numbers are those of insights.md: \(keys)")
      return try found.rows(found.order(session), session).map { row in
        (id: row.id, numbers: row.numbers.map { JSONValue($0).text }.joined(separator: " "))
      }
    }
  }
}
