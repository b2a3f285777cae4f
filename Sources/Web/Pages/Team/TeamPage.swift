import Access
import DatabaseAccess
import Foundation
import Hummingbird
import Reports
import Spreadsheets
import Statistics

/// The manager dashboard: sums and means of the team, and a row per direct report.
enum TeamPage {
  /// For `team.mustache`.
  struct Model: TemplateDocument {
    static let template = "team"

    let title: String
    /// The team's manager, if that is not the viewer.
    let manager: PersonLink.Model?
    let downloads: [Link]
    /// The team's sums and means; empty for an empty team.
    let tiles: [Tile]
    /// How many direct reports are not listed.
    let leftOut: String?
    let conditions: UserListView.Conditions
    let table: Table
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let viewer = try visit.viewer
    let (query, path) = (try visit.query(), "/users/\(Query.encoded(id))/team")
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let (team, things, columns) = try await visit.read { session in
      let team = try Team(of: id, for: viewer, now: visit.now, session) {
        try population(of: $0, query, visit, session)
      }
      return (
        team, try EntityLinks(TeamTable.sessions(team), for: viewer, session), try ConditionColumn.ofTeam(session)
      )
    }
    visit.audit("team.view", subject: team.manager.key, rows: team.section.rows.count)
    let language = visit.language
    let isOwn = team.manager.key == viewer.key
    return try visit.page(
      Model(
        title: isOwn ? language("team_own_title") : language("team_title", ["name": team.manager.name]),
        manager: isOwn ? nil : PersonLink(team.manager, leadsToProfile: true).model,
        downloads: FileFormat.allCases.map(\.rawValue).map {
          let filters = query.only([Condition.parameter])
          return Link(
            title: language("format_\($0)"),
            href: Query([("format", $0)] + filters.items).text(after: "\(path)/download"))
        },
        tiles: tiles(team.summary, visit),
        leftOut: team.leftOut > 0 ? language.plural("team_left_out", team.leftOut) : nil,
        conditions: UserListView.Conditions(path, query, among: columns, visit),
        table: try TeamTable(team, things, visit, query, path: path).model))
  }

  /// The members of the team that the query selects.
  /// - Throws: `BadFilter`.
  static func population(
    of manager: Subject, _ query: Query, _ visit: WebRequest, _ session: any SQLSession
  ) throws -> Population {
    try Team.population(
      of: manager, for: try visit.viewer, where: query.all(Condition.parameter), visit.services.settings.style.time,
      now: visit.now, session)
  }

  /// A column's sum with its mean below it; only the mean for scores.
  private static func tiles(_ summary: Team.Summary, _ visit: WebRequest) -> [Tile] {
    guard summary.reports > 0 else { return [] }
    return summary.means.map { statistic, mean in
      let shown = visit.shown.mean(mean, of: statistic)
      let sum = summary.sums.first { $0.statistic == statistic }
      return Tile(
        statistic: statistic.model(visit.language), value: sum.map { visit.shown.value($0.value) } ?? shown,
        detail: sum == nil
          ? visit.language("team_mean_pooled") : shown.map { visit.language("team_mean", ["value": $0]) })
    }
  }
}

extension Fraction {
  /// A mean of counts in hundredths, like means of scores.
  var inHundredths: Fraction { Fraction(numerator * 100, denominator) }
}

extension DisplayFormat {
  /// The mean of a number over several users; for counts with at most two decimals.
  func mean(_ mean: Fraction, of statistic: Statistic) -> String? {
    switch statistic.unit {
    case .duration: mean.rounded().map(duration)
    case .count:
      mean.inHundredths.rounded().map { hundredths in
        (Double(hundredths) / 100).formatted(
          .number.precision(.fractionLength(0...2)).locale(Locale(identifier: language.code)))
      }
    default: percent(mean)
    }
  }
}
