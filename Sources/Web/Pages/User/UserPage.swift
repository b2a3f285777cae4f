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
    let content = try await visit.read { session in
      let statistics = try UserStatistics(id: id, scope: scope, at: visit.moment, views: views, session)
      return Content(
        statistics: statistics, weeks: try WeeklyTime.totals(of: statistics.subject.user, weeks.map(\.period), session),
        things: try EntityLinks(things(statistics, views), for: viewer, session),
        isReportable: try isReportable(statistics.subject, for: viewer, session),
        isMember: try isMember(statistics.subject, for: viewer, session))
    }
    let statistics = content.statistics
    visit.audit("user.view", subject: statistics.subject.key)
    let path = statistics.subject.page
    return try visit.page(
      Model(
        user: person(statistics.subject, visit), download: DownloadMenu(action: "\(path)/download"),
        createReport: content.isReportable ? "/reports/new?type=general-stats&user=\(Query.encoded(id))" : nil,
        compare: content.isReportable ? Query([("user", id)]).text(after: ComparePage.path) : nil,
        record: content.isMember ? MemberPage.path(of: id) : nil,
        identities: content.isMember && viewer.roles.seesSources ? IdentitiesPage.path(of: id) : nil,
        general: general(statistics, content.things, visit),
        charts: visit.services.settings.chartLibrary != nil,
        trend: UserCharts(visit).trend(weeks, content.weeks, user: id),
        sections: sections(content, views, visit, query)))
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
        let request = try SectionRequest(section.rawValue, section.table.columns, query, rowsAPage: SectionRequest.few)
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
  ) -> [Model.Part] {
    let statistics = content.statistics
    let path = statistics.subject.page
    let paths = Set(ids: statistics.sections.first { $0.id == UserSection.paths.rawValue }?.rows.map(\.id) ?? [])
    return zip(UserSection.allCases, statistics.sections).map { kind, section in
      let links = SectionLinks.user(section, of: statistics.subject, paths: paths, content.things)
      let table = SectionTable(section, views[kind] ?? .whole, visit, query, path: path, links: links)
      let sorted = query.only(["\(section.id).sort", "\(section.id).direction"])
      return Model.Part(
        id: section.id, title: visit.language("section_\(section.id)"), count: table.count,
        downloads: section.count == 0
          ? []
          : FileLink.all(
            "\(path)/sections/\(section.id)/download", sorted, of: visit.language("section_\(section.id)"),
            visit.language),
        figures: kind == .tags ? UserCharts(visit).tags(section) : [], table: table.model)
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

  private static func person(_ subject: Subject, _ visit: WebRequest) -> Model.User {
    let deleted = subject.deletedAt.map { visit.language("user_deleted_on", ["date": visit.shown.instant($0)]) }
    return Model.User(
      name: subject.name, email: subject.email, title: subject.title,
      deleted: deleted.map { Badge(title: $0, tone: .bad) },
      person: PersonLink(subject, leadsToProfile: false).model)
  }

  private static func general(
    _ statistics: UserStatistics, _ things: EntityLinks, _ visit: WebRequest
  ) -> Model.General {
    let language = visit.language
    let user = statistics.subject.id
    func figure(_ statistic: Statistic) -> Model.Figure {
      Model.Figure(
        statistic: statistic.model(language), value: statistics.totals[statistic].flatMap(visit.shown.value),
        href: EvidencePage.path(of: statistic, user: user))
    }
    func chip(_ group: NamedGroup) -> Model.Group {
      Model.Group(name: group.title, href: things.address(of: .group, group.id))
    }
    var groups = Statistic.groups.model(language)
    groups.records = EvidencePage.path(of: .groups, user: user)
    let rest = statistics.groups.dropFirst(groupsShown).map(chip)
    return Model.General(
      groups: statistics.groups.prefix(groupsShown).map(chip),
      moreGroups: rest.isEmpty
        ? nil : Model.General.MoreGroups(title: language.plural("groups_more", rest.count), groups: rest),
      groupsStatistic: groups, tiles: UserStatistics.general.map(figure), report: UserStatistics.report.map(figure))
  }
}

extension Subject {
  var page: String { "/users/\(Query.encoded(id))" }
}
