import Access
import DatabaseAccess
import Records
import ReferenceModel
import Statistics
import Support

@testable import Web

extension Product {
  /// The page of a session, course, group or tag as the reference's lines; nil for "not found".
  func thingLines(_ path: String, viewer: String) async throws -> [String]? {
    let now = now
    return try await asking(viewer) { viewer, session in
      do {
        let statistics = try Self.statistics(path, viewer, now, session)
        return try Self.lines(statistics, session)
      } catch AccessDenied.notFound { return nil }
    }
  }

  /// The lists of sessions, courses, groups and tags: paths with the number of users; each in the order in which it is
  /// shown.
  func thingList(_ kind: EntityKind, viewer: String, search: String? = nil) async throws -> [String] {
    try await asking(viewer) { viewer, session in
      var list = EntityList(kind, for: viewer)
      list.search = search
      let rows = try list.rows(list.order(session), numbers: [kind.users], session)
      let openable = try EntityAccess(kind, of: viewer).openable(rows.map(\.id) + ["no-such"], session)
      precondition(openable == Set(ids: rows.map(\.id)), "what is listed may be linked to")
      return rows.map { "\(kind.rawValue)/\($0.id) \(JSONValue($0.numbers[0]).text)" }
    } ?? []
  }

  /// Keys of the columns of the roster.
  func thingColumns(_ path: String, viewer: String) async throws -> [String] {
    let now = now
    return try await asking(viewer) { viewer, session in
      try Self.statistics(path, viewer, now, session).roster.columns.map(\.key)
    } ?? []
  }

  /// The users of the roster in the order of a sort, page by page; cells as JSON.
  func thingUsers(
    _ path: String, viewer: String, sort: String, descending: Bool
  ) async throws -> [(id: String, cells: [String])] {
    let now = now
    return try await asking(viewer) { viewer, session in
      let roster = try Self.statistics(path, viewer, now, session).roster
      return try Self.rows(roster, sort, descending, session).map { ($0.id, $0.cells.map { JSONValue($0).text }) }
    } ?? []
  }

  static func statistics(
    _ path: String, _ viewer: Viewer, _ now: Int, _ session: any SQLSession
  ) throws -> EntityStatistics {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    guard let kind = EntityKind(rawValue: parts[0]) else { throw AccessDenied.notFound }
    return try EntityStatistics(kind, id: parts[1], for: viewer, now: now, session)
  }

  private static func lines(_ statistics: EntityStatistics, _ session: any SQLSession) throws -> [String] {
    let rows = try rows(statistics.roster, "last_name", false, session).map { row in
      "row \(row.id) " + row.cells.map { JSONValue($0).text }.joined(separator: " ")
    }
    let figures = statistics.figures.map { figure in
      "figure \(figure.statistic.key) \(JSONValue(figure.value).text)"
    }
    return rows + figures + statistics.sections.flatMap(lines)
  }

  /// The part of a section that the reference compares: without names, shares, and statuses with no users.
  private static func lines(_ section: Section) -> [String] {
    let left = Set(["name", "kind", "level", "group", "parent", "status", "share", "choice", "is_correct"])
    let columns = section.columns.indices.filter { !left.contains(section.columns[$0].key) }
    return section.rows.compactMap { row in
      let values = columns.map { JSONValue(row.cells[$0]).text }.joined(separator: " ")
      return section.id == "statuses" && values == "0" ? nil : "\(section.id) \(row.id) \(values)"
    }
  }

  static func rows(
    _ roster: Roster, _ sort: String, _ descending: Bool, _ session: any SQLSession
  ) throws -> [Roster.Row] {
    var (rows, number) = ([Roster.Row](), 1)
    while true {
      let page = try roster.page(number, sort: sort, descending: descending, session)
      rows += page
      number += 1
      if page.count < Roster.pageSize { break }
    }
    let count = try roster.count(session)
    precondition(count == rows.count, "the count is that of the pages")
    return rows
  }
}
