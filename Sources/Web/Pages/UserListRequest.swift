import Access
import DatabaseAccess
import Statistics

/// The query of a list of users, for the page, the API and the file.
struct UserListRequest: Sendable {
  let kind: UserList.Kind
  let tab: Population.Tab
  let search: String?
  let groups: [String]
  let sort: Column
  let direction: Direction
  let after: UserCursor?
  let limit: Int

  /// The longest search text, in code points.
  static let searchLimit = 200

  /// Parameters of the page and the API.
  static func parameters(_ kind: UserList.Kind) -> Parameters {
    let list: Parameters = ["q", "sort", "direction", "limit", "after"]
    return if case .users = kind { ["tab", .many("group")] + list } else { list }
  }

  /// Parameters of the page Users, whose filter also searches groups.
  static let pageParameters = parameters(.users) + [.once(Picker.search("group"))]

  /// Parameters of the file.
  static func fileParameters(_ kind: UserList.Kind) -> Parameters {
    if case .users = kind { ["tab", "q", .many("group"), .many("field")] } else { ["q"] }
  }

  init(_ query: Query, _ kind: UserList.Kind = .users) throws {
    self.kind = kind
    // Only the Users page has tabs and a group filter.
    if case .users = kind {
      tab = try query.choice("tab", default: .current)
      groups = query.all("group")
    } else {
      tab = .current
      groups = []
    }
    search = try Self.search(query)
    sort = try Self.sort(query, kind)
    direction = try query.choice("direction", default: .asc)
    limit = try query.number("limit", in: 1...500, default: 50)
    after = try query["after"].map { [sort, direction] text in
      guard let cursor = UserCursor(text, sort: sort, descending: direction == .desc) else {
        throw BadRequest("after", "is not a cursor of this list in this order; start with its first page")
      }
      return cursor
    }
  }

  static func search(_ query: Query, _ name: String = "q") throws -> String? {
    let text = query[name]
    guard (text?.unicodeScalars.count ?? 0) <= searchLimit else {
      throw BadRequest(name, "is longer than \(searchLimit) characters")
    }
    return text
  }

  private static func sort(_ query: Query, _ kind: UserList.Kind) throws -> Column {
    guard let key = query["sort"] else { return .lastName }
    let columns = kind.columns
    guard let column = columns.first(where: { $0.key == key }) else {
      throw BadRequest("sort", "is not one of \(columns.map(\.key).joined(separator: ", "))")
    }
    return column
  }

  /// The users on the Users page.
  func population(for viewer: Viewer) -> Population {
    var population = population(.theirUsers(of: viewer))
    population.tab = tab
    population.groups = groups
    return population
  }

  /// The users in a scope that match the search.
  private func population(_ scope: Scope) -> Population {
    var population = Population(scope)
    population.search = search
    return population
  }

  func list(for viewer: Viewer) -> UserList {
    let population: Population =
      switch kind {
      case .users: population(for: viewer)
      case .activities: population(.collaborators(of: viewer))
      case .members: population(.members(of: viewer))
      }
    return UserList(kind, population, sort: sort, descending: direction == .desc, limit: limit, after: after)
  }

  var isFiltered: Bool { search != nil || !groups.isEmpty }
}
