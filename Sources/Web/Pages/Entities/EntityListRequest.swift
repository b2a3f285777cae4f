import Access
import Calendar
import DatabaseAccess
import Reports
import Statistics

/// The query of a list of entities, for the page, the file and the API.
struct EntityListRequest: Sendable {
  let kind: EntityKind
  let search: String?
  let sort: Column
  let direction: Direction
  private let filters: ReportFilters

  /// Parameters of the file, and those that the page and the API have too.
  static let parameters: Parameters =
    [
      "q", .many("group"), "subgroups", .many("user"), .many("session"), .many(Condition.parameter), "sort",
      "direction",
    ]
  static let pageParameters: Parameters =
    parameters + ["page"] + ConditionPicker.parameters + [.once(Picker.search("group"))]
  static let programParameters: Parameters = parameters + ["limit", "after"]

  /// - Throws: `BadRequest`.
  init(_ query: Query, _ kind: EntityKind) throws {
    self.kind = kind
    search = try query.search()
    direction = try query.choice("direction", default: .asc)
    var filters = ReportFilters()
    filters.groups = query.all("group")
    filters.subgroups = try query.flag("subgroups")
    filters.users = query.all("user")
    filters.sessions = query.all("session")
    filters.conditions = query.all(Condition.parameter)
    self.filters = filters
    let columns = kind.all
    // Hardest questions first.
    let usual = kind == .question ? columns.first { $0.statistic == .questionFirstScore } : columns.first
    let key = query["sort"] ?? usual?.key
    guard let sort = columns.first(where: { $0.key == key }) else {
      throw BadRequest("sort", "is not one of \(columns.map(\.key).joined(separator: ", "))")
    }
    self.sort = sort
  }

  var groups: [String] { filters.groups }
  var conditions: [String] { filters.conditions ?? [] }
  var isFiltered: Bool { search != nil || narrowsUsers || !conditions.isEmpty }
  /// Whether users are chosen by their groups only.
  var groupsOnly: Bool { filters.users.isEmpty && filters.sessions.isEmpty }
  private var narrowsUsers: Bool { !filters.groups.isEmpty || !filters.users.isEmpty || !filters.sessions.isEmpty }
  /// Whether the box *Include subgroups* is ticked: at first it is.
  var ticksSubgroups: Bool { filters.subgroups ?? filters.groups.isEmpty }

  /// - Throws: `BadFilter`.
  func list(for viewer: Viewer, at moment: Moment, _ session: any SQLSession) throws -> EntityList {
    var query = EntityListQuery(kind, filters)
    query.search = search
    query.sort = sort.key
    query.descending = direction == .desc
    return try query.list(for: viewer, at: moment, session)
  }
}
