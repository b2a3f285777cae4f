import Access
import DatabaseAccess
import Statistics

/// What an address asks of a list of users; the page, the API and the file read it alike.
struct UserListRequest: Sendable {
  let kind: UserList.Kind
  let tab: Population.Tab
  let search: String?
  let groups: [String]
  let sort: UserList.Column
  let direction: Direction
  let after: UserCursor?
  let limit: Int

  /// The longest search, in code points.
  static let searchLimit = 200

  /// What the page and the API take.
  static func parameters(_ kind: UserList.Kind) -> Parameters {
    let list: Parameters = ["q", "sort", "direction", "limit", "after"]
    return if case .users = kind { ["tab", .many("group")] + list } else { list }
  }

  /// Those of the page Users, whose filter finds groups.
  static let pageParameters = parameters(.users) + [.once(Picker.search("group"))]

  /// What the file takes of it.
  static func fileParameters(_ kind: UserList.Kind) -> Parameters {
    if case .users = kind { ["tab", "q", .many("group"), .many("field")] } else { ["q"] }
  }

  init(_ query: Query, _ kind: UserList.Kind = .users) throws {
    self.kind = kind
    // Tabs and the choice of a group are those of the Users page.
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
        throw BadRequest("after", "is no cursor of this list in this order; begin at its first page")
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

  private static func sort(_ query: Query, _ kind: UserList.Kind) throws -> UserList.Column {
    guard let key = query["sort"] else { return .lastName }
    let columns = kind.columns
    guard let column = columns.first(where: { $0.key == key }) else {
      throw BadRequest("sort", "is none of \(columns.map(\.key).joined(separator: ", "))")
    }
    return column
  }

  /// Of the Users page.
  func population(for viewer: Viewer) -> Population {
    var population = population(.theirUsers(of: viewer))
    population.tab = tab
    population.groups = groups
    return population
  }

  /// Those in a scope, as searched.
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
