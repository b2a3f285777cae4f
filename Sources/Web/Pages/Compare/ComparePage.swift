import Access
import DatabaseAccess
import Hummingbird
import Records
import Reports
import Statistics

/// Groups, users or sessions side by side: figures over a period, and trends.
enum ComparePage {
  static let path = "/compare"
  static let parameters =
    CompareAPI.parameters
    + ["edited", "kind", .once(Picker.search("group")), .once(Picker.search("session")), "add_user"]
    + ConditionPicker.parameters

  /// For `compare.mustache`.
  struct Model: TemplateDocument {
    static let template = "compare"

    /// The URL of the page.
    let path: String
    /// A link for each kind of thing.
    let tabs: [NavigationLink]
    let form: CompareForm
    let conditions: UserListView.Conditions
    /// What to do while fewer than two things are chosen.
    let hint: String?
    let result: CompareResult?
    /// Whether charts can be drawn.
    let charts: Bool
  }

  private struct Content: Sendable {
    let columns: [ConditionColumn]
    let pickers: [Picker]
    let users: [Choice]
    /// The user to add; nil: no such user.
    let added: String?
    let comparison: Comparison?
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let typed = try visit.query()
    let query = ReportForm.withOnePeriod(typed)
    if let address = ConditionPicker.address(path, adding: query) { return .redirect(to: address, type: .normal) }
    let (asked, viewer) = (try ComparisonQuery(query, visit), try visit.viewer)
    let content = try await visit.read { session in
      let columns = try ConditionColumn.all(CustomReport.Kind.summary, for: viewer, session)
      _ = try Condition.all(query.conditions, among: columns, at: visit.moment)
      return Content(
        columns: columns, pickers: try pickers(asked, query, for: viewer, session),
        users: asked.kind == .user ? try ReportChoices.users(asked.ids, for: viewer, session) : [],
        added: try query["add_user"].flatMap { try ReportChoices.user(email: $0, for: viewer, session) },
        comparison: asked.isComplete ? try Comparison(asked, for: viewer, session) : nil)
    }
    if let added = content.added {
      let kept = query.without(["add_user", "edited"]).items.filter { !$0.value.isEmpty }
      let isNew = !asked.ids.containsID(added)
      return .redirect(to: Query(kept + (isNew ? [("user", added)] : [])).text(after: path), type: .normal)
    }
    if let comparison = content.comparison { visit.audit(comparison) }
    let isBetween = typed["period"] == "between" || query["from"] != nil || query["to"] != nil
    return try visit.page(model(asked, content, query, isBetween: isBetween, visit)) { $0.pickers = true }
  }

  private static func pickers(
    _ asked: ComparisonQuery, _ query: Query, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [Picker] {
    switch asked.kind {
    case .group: [try Picker(.openGroups, "group", chosen: asked.ids, query, for: viewer, session)]
    case .session: [try Picker(.sessions, "session", chosen: asked.ids, query, for: viewer, session)]
    case .user: []
    }
  }

  private static func model(
    _ asked: ComparisonQuery, _ content: Content, _ query: Query, isBetween: Bool, _ visit: WebRequest
  ) -> Model {
    let language = visit.language
    let source = SuggestionsAPI.source(CustomReport.Kind.summary)
    let picker = ConditionPicker(query.conditions, among: content.columns, suggestions: source, visit) { text in
      query.without(Condition.parameter, text).address(path)
    }
    let kept = query.items.filter { shared.contains($0.name) && !$0.value.isEmpty }
    let tabs = ComparisonQuery.Kind.allCases.map { kind in
      let href = Query([("kind", kind.rawValue)] + kept).text(after: path)
      return NavigationLink(title: language("compare_tab_\(kind)"), href: href, isCurrent: kind == asked.kind)
    }
    let fields = kept.filter { $0.name == Condition.parameter } + [("kind", asked.kind.rawValue)]
    let ids = asked.ids.map { (name: asked.kind.rawValue, value: $0) }
    return Model(
      path: path, tabs: tabs,
      form: CompareForm(
        asked, content.pickers.first, content.users, query, isBetween: isBetween, keep: fields.map(HiddenField.init),
        language),
      conditions: UserListView.Conditions(
        action: path, picker: picker, keep: (kept + ids + [("kind", asked.kind.rawValue)]).map(HiddenField.init)),
      hint: content.comparison == nil ? language("compare_hint_\(min(asked.ids.count, 1))") : nil,
      result: content.comparison.map { CompareResult($0, asked, visit) },
      charts: content.comparison != nil && visit.services.settings.chartLibrary != nil)
  }

  /// The parameters that do not depend on the kind.
  private static let shared = ["period", "from", "to", Condition.parameter]
}

extension HiddenField {
  init(_ item: (name: String, value: String)) { self.init(name: item.name, value: item.value) }
}

extension ComparisonQuery {
  /// From the parameters of the page or the API.
  init(_ query: Query, _ visit: WebRequest) throws {
    let period: RelativePeriod? =
      query["period"] == nil ? nil : try query.choice("period", default: ComparedPeriod.usual)
    let ids = Kind.allCases.map { ($0, query.all($0.rawValue)) }
    // Managers open no groups.
    let usual: Kind? = try ids.contains { !$0.1.isEmpty } || visit.viewer.roles.opens(.group) ? nil : .user
    try self.init(
      Dictionary(uniqueKeysWithValues: ids),
      kind: try query["kind"] == nil ? usual : query.choice("kind", default: Kind.group), period: period,
      from: query["from"], to: query["to"],
      conditions: query.all(Condition.parameter), at: visit.moment)
  }

  /// Whether enough things are chosen to be compared.
  var isComplete: Bool { Self.size.contains(ids.count) }
}
