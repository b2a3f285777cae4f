import Access
import DatabaseAccess
import Hummingbird
import Reports
import Spreadsheets
import Statistics

/// A program session, path session, course, group or tag: statistics over the viewer's users, and a row per user.
enum EntityPage {
  /// For `thing.mustache`.
  struct Model: TemplateDocument {
    static let template = "thing"

    let name: String
    /// "Program session".
    let kind: String
    /// The URL of the list of its kind.
    let list: Link
    /// Its attributes.
    let facts: [Fact]
    /// Which users the numbers cover.
    let note: String
    let tiles: [Tile]
    /// Totals by block, level, group.
    let sections: [Part]
    /// The URL of the comparison of a group or session with others; nil for other kinds.
    let compare: String?
    /// The users.
    let usersTitle: String
    let downloads: [Link]
    let filter: Filter
    let conditions: UserListView.Conditions
    let users: Table

    struct Part: TemplateModel {
      /// The anchor.
      let id: String
      let title: String
      let table: Table
    }
  }

  private struct Content: Sendable {
    let statistics: EntityStatistics
    let rows: RosterRows
    /// Links to the entities in its facts and tables.
    let things: EntityLinks
  }

  static func parameters(_ kind: EntityKind) -> Parameters {
    RosterRows.parameters + SectionRequest.parameters(EntityStatistics.sections(of: kind))
  }

  static func show(_ kind: EntityKind, _ visit: WebRequest) async throws -> Response {
    let id = try visit.parameter("id")
    let query = try visit.query()
    let viewer = try visit.viewer
    if let address = ConditionPicker.address(kind.path(of: id), adding: query) {
      return .redirect(to: address + "#users", type: .normal)
    }
    let content = try await visit.read { session in
      let statistics = try EntityStatistics(kind, id: id, for: viewer, at: visit.moment, session)
      return Content(
        statistics: statistics, rows: try RosterRows(statistics, query, visit, session),
        things: try EntityLinks(named(statistics), for: viewer, session))
    }
    visit.audit("\(kind.rawValue).view", about: id, rows: content.rows.count)
    let statistics = content.statistics
    let path = statistics.thing.path
    let sections = try statistics.sections.map { section in
      let view = try SectionRequest(section.id, section.columns, query, rowsAPage: SectionRequest.few).view
      let links = SectionLinks.thing(section, content.things, visit.language, path: path)
      let table = SectionTable(section.sorted(view), view, visit, query, path: path, links: links)
      return Model.Part(id: section.id, title: visit.language("section_\(section.id)"), table: table.model)
    }
    let roster = RosterTable(rows: content.rows, visit: visit, query: query, path: path)
    return try visit.page(model(content, sections, roster, visit))
  }

  private static func model(
    _ content: Content, _ sections: [Model.Part], _ roster: RosterTable, _ visit: WebRequest
  ) -> Model {
    let (language, thing) = (visit.language, content.statistics.thing)
    let key = thing.kind.words
    return Model(
      name: thing.name, kind: language("thing_\(key)"),
      list: Link(title: language("things_\(key)"), href: "/\(thing.kind.rawValue)"), facts: facts(content, visit),
      note: language("thing_\(key)_note"), tiles: content.statistics.figures.map { tile($0, visit) },
      sections: sections, compare: (try? visit.viewer)?.roles.seesUsers == true ? thing.comparison : nil,
      usersTitle: language("thing_\(key)_users"),
      downloads: FileFormat.allCases.map(\.rawValue).map {
        Link(title: language("format_\($0)"), href: roster.download($0))
      }, filter: roster.filter, conditions: roster.conditions, users: roster.table)
  }

  private static func named(_ statistics: EntityStatistics) -> [EntityKind: [String]] {
    let inTables = statistics.sections.flatMap { section in
      section.rows.compactMap { SectionLinks.thing(in: section, $0) }
    }
    let all = statistics.details.compactMap(\.thing) + inTables
    return Dictionary(grouping: all, by: \.kind).mapValues { $0.map(\.id) }
  }

  private static func facts(_ content: Content, _ visit: WebRequest) -> [Fact] {
    let statistics = content.statistics
    let direct = if case .count(let count)? = statistics.figures.first?.value { count } else { 0 }
    let members = visit.language.members(direct, below: statistics.usersBelow)
      .map { Fact(title: visit.language("thing_groups_users"), value: $0) }
    return asked(statistics.question, visit)
      + statistics.details.compactMap { detail in
        guard let value = visit.shown.value(detail.value) else { return nil }
        return Fact(
          title: visit.language("thing_\(detail.key)"), value: value,
          href: detail.thing.flatMap { content.things.address(of: $0.kind, $0.id) },
          person: detail.person.map { PersonLink($0, leadsToProfile: false).model })
      } + [members].compactMap(\.self)
  }

  /// How a question was asked, as far as the distribution of its choices does not say it.
  private static func asked(_ question: AskedQuestion?, _ visit: WebRequest) -> [Fact] {
    guard let question else { return [] }
    let language = visit.language
    let kind = Fact(
      title: language("thing_interaction"), value: language("interaction_\(question.interaction.word)"))
    let offered = question.offered(in: language.code).map(\.text)
    let choices = Fact(title: language("thing_choices"), value: offered.joined(separator: " · "))
    let correct = question.correct.map {
      Fact(title: language("answer_correct"), value: question.spelled($0, in: language.code))
    }
    return [kind] + (offered.isEmpty || question.isChosen ? [] : [choices]) + [correct].compactMap(\.self)
  }

  private static func tile(_ figure: EntityStatistics.Figure, _ visit: WebRequest) -> Tile {
    let perUser = figure.perUser.flatMap { Self.perUser($0, visit) }
    return Tile(
      statistic: figure.statistic.model(visit.language), value: visit.shown.value(figure.value),
      detail: perUser.map { visit.language("thing_per_user", ["value": $0]) })
  }

  /// A mean per user: for durations a duration, for counts with at most two decimals.
  private static func perUser(_ value: Cell, _ visit: WebRequest) -> String? {
    guard case .percent(let mean) = value else { return visit.shown.value(value) }
    return mean.rounded().map(hundredthsText)
  }
}

extension EntityKind {
  func path(of id: String) -> String { "/\(rawValue)/\(Query.encoded(id))" }

  /// As part of a text key: `program_sessions`.
  var words: String { rawValue.replacing("-", with: "_") }
}

extension Entity {
  var path: String { kind.path(of: id) }

  /// The URL of its comparison with others; nil for kinds that are not compared.
  var comparison: String? {
    switch kind {
    case .group: Query([("group", id)]).text(after: ComparePage.path)
    case .programSession: Query([("session", "program:\(id)")]).text(after: ComparePage.path)
    case .pathSession: Query([("session", "path:\(id)")]).text(after: ComparePage.path)
    case .course, .question, .tag: nil
    }
  }
}
