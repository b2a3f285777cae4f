import Access
import Hummingbird
import Records
import Statistics
import Support

/// The API of teams, public statistics, collaborative activities and members.
enum PeopleAPI {
  static func activities(_ visit: WebRequest) async throws -> Response {
    try await UserListAPI(kind: visit.activities, name: "users", action: "collaborative-activities.list").answer(visit)
  }

  static func members(_ visit: WebRequest) async throws -> Response {
    try await UserListAPI(kind: .members, name: "members", action: "members.list").answer(visit)
  }

  static func publicCard(_ visit: WebRequest) async throws -> Response {
    let card = try await PublicPage.card(visit, isHover: false)
    visit.audit("people.view", subject: card.key)
    return JSONValue(card).response()
  }

  static func team(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let (viewer, query) = (try visit.viewer, try visit.query())
    let team = try await visit.read { session in
      try Team(of: id, for: viewer, now: visit.now, session) {
        try TeamPage.population(of: $0, query, visit, session)
      }
    }
    visit.audit("team.view", subject: team.manager.key, rows: team.section.rows.count)
    return JSONValue(team).response()
  }
}

extension JSONValue {
  init(_ card: PublicCard) {
    self = .object(
      [("card", .string(card.kind.rawValue))] + card.figures.map { ($0.statistic.key, JSONValue($0.value)) })
  }

  init(_ team: Team) {
    let manager = team.manager
    self = [
      "manager": [
        "id": .string(manager.id), "first_name": .string(manager.firstName), "last_name": .string(manager.lastName),
      ],
      "reports": .array(team.section.rows.map { Self.report($0, of: team) }), "total": Self.total(team.summary),
      "left_out": .integer(team.leftOut),
    ]
  }

  private static func report(_ row: Section.Row, of team: Team) -> JSONValue {
    let cells = zip(team.section.columns, row.cells).map { column, cell in
      column.key == Statistic.sessionsEnding.key
        ? (column.key, JSONValue.array((team.endings[ID(text: row.id)] ?? []).map(ending)))
        : (column.key, JSONValue(cell))
    }
    return .object([("id", .string(row.id))] + cells)
  }

  private static func ending(_ ending: Deadlines.Ending) -> JSONValue {
    [
      "kind": .string(ending.kind), "id": .string(ending.id), "name": .string(ending.name),
      "path_name": .string(ending.pathName), "ends_at": .instant(ending.endsAt),
    ]
  }

  private static func total(_ summary: Team.Summary) -> JSONValue {
    [
      "reports": .integer(summary.reports),
      "sum": .object(summary.sums.map { ($0.statistic.key, JSONValue($0.value)) }),
      "mean": .object(summary.means.map { ($0.statistic.key, mean($0.value, of: $0.statistic)) }),
    ]
  }

  /// Durations in whole seconds, everything else in hundredths.
  private static func mean(_ mean: Fraction, of statistic: Statistic) -> JSONValue {
    switch statistic.unit {
    case .duration: mean.rounded().map { .integer($0) } ?? .null
    case .count: .mean(mean.inHundredths)
    default: .mean(mean)
    }
  }
}
