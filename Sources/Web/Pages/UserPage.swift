import Access
import Hummingbird
import Statistics

/// A user's statistics.
enum UserPage {
  /// How many groups are shown before the rest is folded away.
  private static let groupsShown = 12

  static func show(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let scope = Scope.page(of: try visit.viewer)
    let weeks = TrainingWeek.last(visit)
    let (statistics, seconds) = try await visit.read { [now = visit.now] session in
      let statistics = try UserStatistics(id: id, scope: scope, now: now, session)
      return (statistics, try WeeklyTime.totals(of: statistics.subject.key, weeks.map(\.period), session))
    }
    visit.audit("user.view", subject: statistics.subject.key)
    let path = "/users/\(Query.encoded(id))"
    let language = visit.language
    let charts = UserCharts(visit)
    var model: PageModel =
      [
        "user": person(statistics.subject, visit),
        "downloads": ["csv", "xlsx"].map {
          ["title": language("format_\($0)"), "href": "\(path)/download?format=\($0)"] as PageModel
        },
        "general": general(statistics, visit),
        "trend": charts.trend(weeks, seconds, user: id),
        "sections": try statistics.sections.map { section in
          let table = try SectionTable(section, visit, query, path: path, user: id).model
          return section.id == "tags" ? table.merging(["figures": charts.tags(section)]) { $1 } : table
        },
      ]
    if visit.services.settings.chartLibrary != nil { model["charts"] = true }
    return try visit.page("user", model)
  }

  private static func person(_ subject: Subject, _ visit: Visit) -> PageModel {
    var badges: [PageModel] = []
    if let deletedAt = subject.deletedAt {
      let date = visit.shown.instant(deletedAt)
      badges.append(["title": visit.language("user_deleted_on", ["date": date]), "tone": "bad"])
    }
    var model: PageModel = ["name": subject.name, "email": subject.email, "badges": badges]
    model["title"] = subject.title
    return model
  }

  private static func general(_ statistics: UserStatistics, _ visit: Visit) -> PageModel {
    let language = visit.language
    let user = statistics.subject.id
    func tile(_ statistic: Statistic) -> PageModel {
      var tile: PageModel = [
        "statistic": statistic.model(language), "href": EvidencePage.path(of: statistic, user: user),
      ]
      tile["value"] = statistics.totals[statistic].flatMap(visit.shown.value)
      return tile
    }
    var groups = Statistic.groups.model(language)
    groups["records"] = EvidencePage.path(of: .groups, user: user)
    var model: PageModel = [
      "groups": Array(statistics.groups.prefix(groupsShown)), "groups_statistic": groups,
      "tiles": UserStatistics.general.map(tile), "report": UserStatistics.report.map(tile),
    ]
    let rest = statistics.groups.dropFirst(groupsShown)
    if !rest.isEmpty {
      model["more_groups"] = ["title": language.plural("groups_more", rest.count), "groups": Array(rest)] as PageModel
    }
    return model
  }
}
