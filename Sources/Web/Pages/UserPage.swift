import Access
import DatabaseAccess
import Hummingbird
import Records
import Reports
import Statistics

/// A user's statistics.
enum UserPage {
  /// How many groups are shown before the rest is collapsed.
  private static let groupsShown = 12

  static func show(_ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let scope = Scope.page(of: try visit.viewer)
    let viewer = try visit.viewer
    let views = try views(query)
    let weeks = TrainingWeek.last(visit)
    let content = try await visit.read { [now = visit.now] session in
      let statistics = try UserStatistics(id: id, scope: scope, now: now, views: views, session)
      return Content(
        statistics: statistics, weeks: try WeeklyTime.totals(of: statistics.subject.user, weeks.map(\.period), session),
        things: try EntityLinks(things(statistics, views), for: viewer, session),
        isReportable: try isReportable(statistics.subject, for: viewer, session),
        isMember: try isMember(statistics.subject, for: viewer, session))
    }
    let statistics = content.statistics
    visit.audit("user.view", subject: statistics.subject.key)
    let path = statistics.subject.page
    var model: PageModel = [
      "user": person(statistics.subject, visit),
      "download": ["action": "\(path)/download", "keep": [PageModel](), "fields": [PageModel]()] as PageModel,
      "general": general(statistics, content.things, visit),
      "trend": UserCharts(visit).trend(weeks, content.weeks, user: id),
      "sections": sections(content, views, visit, query),
    ]
    if visit.services.settings.chartLibrary != nil { model["charts"] = true }
    if content.isReportable { model["create_report"] = "/reports/new?type=general-stats&user=\(Query.encoded(id))" }
    if content.isMember { model["record"] = MemberPage.path(of: id) }
    return try visit.page("user", model)
  }

  private struct Content: Sendable {
    let statistics: UserStatistics
    /// Training time per week, in seconds.
    let weeks: [Int]
    let things: EntityLinks
    let isReportable: Bool
    let isMember: Bool
  }

  /// The sort order and the page of each section, from the query.
  private static func views(_ query: Query) throws -> [UserSection: SectionView] {
    try Dictionary(
      uniqueKeysWithValues: UserSection.allCases.map { section in
        let request = try SectionRequest(section.rawValue, section.columns, query, rowsAPage: SectionRequest.few)
        return (section, request.view)
      })
  }

  /// The user's groups, and the entities in the visible rows of the sections.
  private static func things(
    _ statistics: UserStatistics, _ views: [UserSection: SectionView]
  ) -> [EntityKind: [String]] {
    let kinds: [UserSection: EntityKind] = [
      .paths: .pathSession, .programs: .programSession, .courses: .course, .tags: .tag,
    ]
    let named = statistics.sections.compactMap { section in
      UserSection(rawValue: section.id).flatMap { part in
        kinds[part].map { ($0, section.page(views[part] ?? .whole).rows.map(\.id)) }
      }
    }
    return Dictionary(uniqueKeysWithValues: named + [(.group, statistics.groups.map(\.id))])
  }

  private static func sections(
    _ content: Content, _ views: [UserSection: SectionView], _ visit: WebRequest, _ query: Query
  ) -> [PageModel] {
    let statistics = content.statistics
    let path = statistics.subject.page
    let paths = Set(ids: statistics.sections.first { $0.id == UserSection.paths.rawValue }?.rows.map(\.id) ?? [])
    return zip(UserSection.allCases, statistics.sections).map { kind, section in
      let links = SectionLinks.user(section, of: statistics.subject, paths: paths, content.things)
      let table = SectionTable(section, views[kind] ?? .whole, visit, query, path: path, links: links)
      let sorted = query.only(["\(section.id).sort", "\(section.id).direction"])
      var model: PageModel = [
        "id": section.id, "title": visit.language("section_\(section.id)"),
        "figures": kind == .tags ? UserCharts(visit).tags(section) : [PageModel](),
        "downloads": section.count == 0
          ? [PageModel]() : downloads("\(path)/sections/\(section.id)/download", sorted, visit, of: section),
        "table": table.model,
      ]
      model["count"] = table.count
      return model
    }
  }

  /// The links of a download, one per format.
  private static func downloads(
    _ path: String, _ query: Query, _ visit: WebRequest, of section: Section
  ) -> [PageModel] {
    FileFormat.allCases.map(\.rawValue).map { format in
      [
        "title": visit.language("format_\(format)"), "href": query.address(path, replacing: ["format": format]),
        "hint": visit.language("section_\(section.id)"),
      ]
    }
  }

  /// Whether the viewer's reports can contain the user.
  private static func isReportable(_ subject: Subject, for viewer: Viewer, _ session: any SQLSession) throws -> Bool {
    guard viewer.roles.seesUsers, subject.deletedAt == nil else { return false }
    return try Scope.theirUsers(of: viewer).contains(subject.key, session)
  }

  /// Whether the viewer may open the user's member record.
  private static func isMember(_ subject: Subject, for viewer: Viewer, _ session: any SQLSession) throws -> Bool {
    guard viewer.roles.seesMembers else { return false }
    return try Scope.memberRecords(of: viewer).contains(subject.key, session)
  }

  private static func person(_ subject: Subject, _ visit: WebRequest) -> PageModel {
    var badges: [PageModel] = []
    if let deletedAt = subject.deletedAt {
      let date = visit.shown.instant(deletedAt)
      badges.append(["title": visit.language("user_deleted_on", ["date": date]), "tone": "bad"])
    }
    var model: PageModel = ["name": subject.name, "email": subject.email, "badges": badges]
    model["person"] = PersonLink(subject, leadsToProfile: false).model
    model["title"] = subject.title
    return model
  }

  private static func general(_ statistics: UserStatistics, _ things: EntityLinks, _ visit: WebRequest) -> PageModel {
    let language = visit.language
    let user = statistics.subject.id
    func tile(_ statistic: Statistic) -> PageModel {
      var tile: PageModel = [
        "statistic": statistic.model(language), "href": EvidencePage.path(of: statistic, user: user),
      ]
      tile["value"] = statistics.totals[statistic].flatMap(visit.shown.value)
      return tile
    }
    func chip(_ group: NamedGroup) -> PageModel {
      var chip: PageModel = ["name": group.name]
      chip["href"] = things.address(of: .group, group.id)
      return chip
    }
    var groups = Statistic.groups.model(language)
    groups["records"] = EvidencePage.path(of: .groups, user: user)
    var model: PageModel = [
      "groups": statistics.groups.prefix(groupsShown).map(chip), "groups_statistic": groups,
      "tiles": UserStatistics.general.map(tile), "report": UserStatistics.report.map(tile),
    ]
    let rest = statistics.groups.dropFirst(groupsShown)
    if !rest.isEmpty {
      model["more_groups"] =
        ["title": language.plural("groups_more", rest.count), "groups": rest.map(chip)] as PageModel
    }
    return model
  }
}

extension Subject {
  var page: String { "/users/\(Query.encoded(id))" }
}
