import Access
import Foundation
import Hummingbird
import Reports
import Statistics

/// The manager dashboard: sums and means of the team, and a row per direct report.
enum TeamPage {
  static func show(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let viewer = try visit.viewer
    let query = try visit.query()
    let (team, things) = try await visit.read { [now = visit.now] session in
      let team = try Team(of: id, for: viewer, now: now, session)
      return (team, try EntityLinks(TeamTable.sessions(team), for: viewer, session))
    }
    visit.audit("team.view", subject: team.manager.key, rows: team.section.rows.count)
    let path = "/users/\(Query.encoded(id))/team"
    let language = visit.language
    let isOwn = team.manager.key == viewer.key
    var model: PageModel = [
      "title": isOwn ? language("team_own_title") : language("team_title", ["name": team.manager.name]),
      "tiles": tiles(team.summary, visit), "table": try TeamTable(team, things, visit, query, path: path).model,
      "downloads": FileFormat.allCases.map(\.rawValue).map {
        ["title": language("format_\($0)"), "href": "\(path)/download?format=\($0)"] as PageModel
      },
    ]
    if !isOwn { model["manager"] = PersonLink(team.manager, leadsToProfile: true).model }
    if team.leftOut > 0 { model["left_out"] = language.plural("team_left_out", team.leftOut) }
    return try visit.page("team", model)
  }

  /// A column's sum with its mean below it; only the mean for scores.
  private static func tiles(_ summary: Team.Summary, _ visit: WebRequest) -> [PageModel] {
    guard summary.reports > 0 else { return [] }
    return summary.means.map { statistic, mean in
      var tile: PageModel = ["statistic": statistic.model(visit.language)]
      let shown = visit.shown.mean(mean, of: statistic)
      if let sum = summary.sums.first(where: { $0.statistic == statistic }) {
        tile["value"] = visit.shown.value(sum.value)
        tile["detail"] = shown.map { visit.language("team_mean", ["value": $0]) }
      } else {
        tile["value"] = shown
        tile["detail"] = visit.language("team_mean_pooled")
      }
      return tile
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
