import Access
import Calendar
import DatabaseAccess
import Reports
import Statistics

/// The query of a list of users, for the page, the API and the file.
struct UserListRequest: Sendable {
  let kind: UserList.Kind
  let tab: Population.Tab
  let search: String?
  let groups: [String]
  /// Whether a group includes those below it; nil: not said.
  let subgroups: Bool?
  /// As in the query (`Condition`).
  let conditions: [String]
  let sort: Column
  let direction: Direction
  let after: UserCursor?
  let limit: Int

  /// The longest search text, in code points.
  static let searchLimit = 200

  /// Parameters of the page and the API.
  static func parameters(_ kind: UserList.Kind) -> Parameters {
    let list: Parameters = ["q", .many(Condition.parameter), "sort", "direction", "limit", "after"]
    return if case .users = kind { ["tab", .many("group"), "subgroups"] + list } else { list }
  }

  /// Parameters of the page, which can add a condition, ask why someone is missing and, for Users, search groups.
  static func pageParameters(_ kind: UserList.Kind) -> Parameters {
    let page = parameters(kind) + ConditionPicker.parameters + [.once(PresenceField.parameter)]
    return if case .users = kind { page + [.once(Picker.search("group"))] } else { page }
  }

  /// Parameters of the file.
  static func fileParameters(_ kind: UserList.Kind) -> Parameters {
    let list: Parameters = ["q", .many(Condition.parameter)]
    return if case .users = kind { ["tab", .many("group"), "subgroups", .many("field")] + list } else { list }
  }

  init(_ query: Query, _ kind: UserList.Kind = .users) throws {
    self.kind = kind
    // Only the Users page has tabs and a group filter.
    if case .users = kind {
      tab = try query.choice("tab", default: .current)
      groups = query.all("group")
      subgroups = try query.flag("subgroups")
    } else {
      tab = .current
      groups = []
      subgroups = nil
    }
    conditions = query.givenConditions
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
    population.includesSubgroups = subgroups ?? false
    return population
  }

  /// The users in a scope that match the search.
  private func population(_ scope: Scope) -> Population {
    var population = Population(scope)
    population.search = search
    return population
  }

  /// - Throws: `BadFilter` for a condition.
  func list(for viewer: Viewer, at moment: Moment, _ session: any SQLSession) throws -> UserList {
    var population: Population =
      switch kind {
      case .users: population(for: viewer)
      case .activities: population(.collaborators(of: viewer))
      case .members: population(.members(of: viewer))
      }
    try population.narrow(bySearch: session)
    try population.narrow(
      byRows: try Condition.all(conditions, of: kind, for: viewer, at: moment, session), over: Selection(at: moment),
      session)
    return UserList(
      kind, population, at: moment, sort: sort, descending: direction == .desc, limit: limit, after: after)
  }

  var isFiltered: Bool { search != nil || !groups.isEmpty || !conditions.isEmpty }

  /// The conditions of a file; nil for none.
  var conditionList: [String]? { conditions.isEmpty ? nil : conditions }

  /// Whether the box *Include subgroups* is ticked: at first it is.
  var ticksSubgroups: Bool { subgroups ?? groups.isEmpty }
}
