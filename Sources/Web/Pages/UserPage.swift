import Access
import DatabaseAccess
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
    let viewer = try visit.viewer
    let (statistics, isReportable) = try await visit.read { [now = visit.now] session in
      let statistics = try UserStatistics(id: id, scope: scope, now: now, session)
      return (statistics, try Self.isReportable(statistics.subject, for: viewer, session))
    }
    visit.audit("user.view", subject: statistics.subject.key)
    let path = "/users/\(Query.encoded(id))"
    var model: PageModel = [
      "user": person(statistics.subject, visit),
      "download": ["action": "\(path)/download", "keep": [PageModel](), "fields": [PageModel]()] as PageModel,
      "general": general(statistics, visit),
      "sections": try statistics.sections.map { try SectionTable($0, visit, query, path: path).model },
    ]
    if isReportable { model["create_report"] = "/reports/new?type=general-stats&user=\(Query.encoded(id))" }
    return try visit.page("user", model)
  }

  /// Whether a report of the viewer's may show the user.
  private static func isReportable(_ subject: Subject, for viewer: Viewer, _ session: any SQLSession) throws -> Bool {
    guard viewer.roles.seesUsers, subject.deletedAt == nil else { return false }
    let scope = Scope.theirUsers(of: viewer)
    return try session.number(
      "SELECT count(*) FROM users AS p WHERE p.key = \(subject.key) AND \(sql: scope.holds("p.key"))") > 0
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
    let tiles = UserStatistics.general.map { statistic -> PageModel in
      var tile: PageModel = ["statistic": statistic.model(language)]
      tile["value"] = statistics.totals[statistic].flatMap(visit.shown.value)
      return tile
    }
    var model: PageModel = [
      "groups": Array(statistics.groups.prefix(groupsShown)), "groups_statistic": Statistic.groups.model(language),
      "tiles": tiles,
    ]
    let rest = statistics.groups.dropFirst(groupsShown)
    if !rest.isEmpty {
      model["more_groups"] = ["title": language.plural("groups_more", rest.count), "groups": Array(rest)] as PageModel
    }
    return model
  }
}
