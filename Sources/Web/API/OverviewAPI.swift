import Calendar
import Hummingbird
import Reports
import Statistics
import Support

/// The API of the overview.
enum OverviewAPI {
  static let parameters: Parameters = OverviewQuery.parameters + ["period", "from", "to"]

  static func show(_ visit: WebRequest) async throws -> Response {
    let (query, viewer) = (try visit.query(), try visit.viewer)
    let (asked, period) = (try OverviewQuery(query), try ComparedPeriod(query, at: visit.moment))
    let overview = try await visit.readKept { try Overview(asked, over: period, for: viewer, at: visit.moment, $0) }
    visit.audit("overview.view")
    return JSONValue(overview, period).response()
  }
}

extension ComparedPeriod {
  init(_ query: Query, at moment: Moment) throws {
    let period: RelativePeriod? = query["period"] == nil ? nil : try query.choice("period", default: Self.usual)
    try self.init(period, from: query["from"], to: query["to"], at: moment)
  }
}

extension JSONValue {
  init(_ overview: Overview, _ period: ComparedPeriod) {
    self = [
      "period": Self.days(period.days), "previous": Self.days(period.previous),
      "figures": .object(
        overview.numbers.figures.map { figure in
          (figure.column.rawValue, ["value": JSONValue(figure.value), "previous": JSONValue(figure.previous)])
        }),
      "now": .object(AttentionFigure.allCases.map { ($0.rawValue, .integer(overview.now[$0] ?? 0)) }),
      "trend": .array(overview.numbers.trend.map { JSONValue($0) }),
      "groups": .array(
        overview.groups.map { group in
          .object(
            [("group", ["id": .string(group.id), "name": .string(group.name)])]
              + zip(Overview.groupColumns, group.cells).map { ($0.rawValue, JSONValue($1)) })
        }),
    ]
  }

  /// A period.
  static func days(_ days: ClosedRange<Int>) -> JSONValue {
    ["from": .string(Instant.dateText(days.lowerBound)), "to": .string(Instant.dateText(days.upperBound))]
  }

  /// A point of a trend.
  init(_ point: PeriodFigures.Point) {
    self = .object(
      [("start", .string(point.start))]
        + zip(PeriodFigures.trendColumns, point.cells).map { ($0.rawValue, JSONValue($1)) })
  }
}
