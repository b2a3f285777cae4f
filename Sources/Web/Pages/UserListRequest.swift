import Access
import DatabaseAccess
import Statistics

/// What an address asks of the list of users; the page, the API and the file read it alike.
struct UserListRequest: Sendable {
  let tab: Population.Tab
  let search: String?
  let groups: [String]
  let sort: UserList.Sort
  let direction: Direction
  let after: UserCursor?
  let limit: Int

  /// The longest search, in characters.
  static let searchLimit = 200

  init(_ query: Query) throws {
    tab = try query.choice("tab", default: .current)
    search = query["q"]
    guard (search?.count ?? 0) <= Self.searchLimit else {
      throw BadRequest("q", "is longer than \(Self.searchLimit) characters")
    }
    groups = query.all("group")
    sort = try query.choice("sort", default: .lastName)
    direction = try query.choice("direction", default: .asc)
    limit = try query.number("limit", in: 1...500, default: 50)
    after = try query["after"].map { [sort, direction] text in
      guard let cursor = UserCursor(text, sort: sort, descending: direction == .desc) else {
        throw BadRequest("after", "is no cursor of this list in this order; begin at its first page")
      }
      return cursor
    }
  }

  func population(for viewer: Viewer) -> Population {
    var population = Population(.theirUsers(of: viewer), tab: tab)
    population.search = search
    population.groups = groups
    return population
  }

  func list(for viewer: Viewer) -> UserList {
    UserList(population(for: viewer), sort: sort, descending: direction == .desc, limit: limit, after: after)
  }

  var isFiltered: Bool { search != nil || !groups.isEmpty }
}
