import Access
import ReferenceModel
import Reports
import Statistics
import Support
import TestSupport

@testable import Web

extension Product {
  /// Ids of the users on a tab, page by page through the whole list.
  func walk(
    _ viewer: String, _ tab: ReferencePlatform.Tab, sort: String = "last_name", descending: Bool = false,
    limit: Int = 500
  ) async throws -> [String]? {
    try await rows(viewer, .users, "tab=\(tab.rawValue)", sort: sort, descending: descending, limit: limit)?.map(
      \.person.id)
  }

  /// The rows of a list, page by page through all of it; nil if the viewer may not open it.
  func rows(
    _ viewer: String, _ kind: UserList.Kind, _ filter: String = "", sort: String = "last_name",
    descending: Bool = false, limit: Int = 500
  ) async throws -> [UserList.Row]? {
    try await asking(viewer) { [moment] viewer, session in
      guard Self.opens(kind, viewer.roles) else { return nil }
      let address = "\(filter)&sort=\(sort)&direction=\(descending ? "desc" : "asc")&limit=\(limit)"
      var list = try UserListRequest(try Query(address), kind).list(for: viewer, at: moment, session)
      var rows: [UserList.Row] = []
      repeat {
        let page = try list.page(session)
        rows += page.rows
        // As in an address: converted to text and back.
        let (column, next) = (list.sort, page.next)
        list.after = try next.flatMap { UserCursor(try $0.text, sort: column, descending: descending) }
        precondition(next == nil || page.rows.count == limit, "a page before the last one is full")
        precondition(next == list.after, "a cursor survives its text")
      } while list.after != nil
      let count = try list.count(session)
      precondition(count == .exactly(rows.count), "the count is that of the rows")
      return rows
    }
  }

  private static func opens(_ kind: UserList.Kind, _ roles: Viewer.Roles) -> Bool {
    switch kind {
    case .users: roles.seesUsers
    case .activities: roles.seesCollaborativeActivities
    case .members: roles.seesMembers
    }
  }

  /// The objects of `GET /api/v1/users/{id}/public`, null for "not found".
  func publicCards(of users: [String], viewer: String) async throws -> [String: ExactJSON] {
    let now = now
    let pairs = try await asking(viewer) { _, session in
      try users.map { id in
        do {
          let card = try PublicCard(id: id, now: now, session)
          return (id, try ExactJSON(parsing: JSONValue(card).text))
        } catch AccessDenied.notFound { return (id, .null) }
      }
    }
    return Dictionary(uniqueKeysWithValues: pairs ?? [])
  }

  /// The object of `GET /api/v1/users/{id}/team`; nil if the viewer may not have it.
  func team(of user: String, viewer: String) async throws -> ExactJSON? {
    let moment = moment
    return try await asking(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      do {
        return try ExactJSON(parsing: JSONValue(try Team(of: user, for: viewer, at: moment, session)).text)
      } catch is AccessDenied { return nil }
    }
  }

  /// The file of the team.
  func teamFile(of user: String, viewer: String) async throws -> [[String]]? {
    let moment = moment
    return try await file(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      do {
        return .team(Team.population(of: try Team.manager(user, for: viewer, session), for: viewer), at: moment)
      } catch is AccessDenied {
        return nil
      }
    }
  }
}

/// Describes the first difference between two tables; nil if they are equal.
func cellDifference(_ found: [[String]]?, _ expected: [[String]]?) -> String? {
  guard let found, let expected else {
    return (found == nil) == (expected == nil) ? nil : "there is \(found == nil ? "no" : "a") file"
  }
  for (index, (row, wanted)) in zip(found, expected).enumerated() {
    let (text, wantedText) = (CommaSeparated.text(of: [row]), CommaSeparated.text(of: [wanted]))
    if !equalByCodePoint(text, wantedText) { return "row \(index) is \(text) instead of \(wantedText)" }
  }
  return found.count == expected.count ? nil : "\(found.count) rows instead of \(expected.count)"
}
