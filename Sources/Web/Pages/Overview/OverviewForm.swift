import Access
import DatabaseAccess
import Reports
import Statistics

/// The filters of the overview and of its lists, for `overview-form.mustache`.
struct OverviewForm: TemplateModel {
  /// The URL of the page.
  let action: String
  /// nil for viewers who cannot choose groups.
  let groups: Picker.Model?
  let subgroups: Option?
  /// nil for a list, which is as of now.
  let period: Period?
  /// The other parameters.
  let keep: [HiddenField]
  /// The URL without filters; nil if there are none.
  let clear: String?

  struct Period: TemplateModel {
    let choices: [Option]
    /// Days, as typed; empty unless the period is *between*.
    let from: String
    let to: String
  }

  /// - Parameter groups: nil for viewers who cannot choose groups.
  init(
    _ path: String, _ asked: OverviewQuery, _ groups: Picker?, _ period: Period?, _ query: Query, _ visit: WebRequest
  ) {
    action = path
    var picker = groups?.model("filter_group", visit.language)
    picker?.submits = true
    self.groups = picker
    let isTicked = asked.filters.subgroups ?? asked.filters.groups.isEmpty
    subgroups = picker.map { _ in
      Option(id: "true", title: visit.language("filter_subgroups"), isChosen: isTicked)
    }
    self.period = period
    let others = [Condition.parameter] + (groups == nil ? ["group", "subgroups"] : [])
    keep = query.only(others).items.filter { !$0.value.isEmpty }.map(HiddenField.init)
    clear = asked.isFiltered ? query.without(["group", "subgroups", Condition.parameter]).address(path) : nil
  }
}

extension OverviewForm.Period {
  /// - Parameter typed: the query before it was limited to one period.
  init(_ query: Query, typed: Query, _ language: Language) {
    (from, to) = (query["from"] ?? "", query["to"] ?? "")
    let isBetween = typed["period"] == "between" || !from.isEmpty || !to.isEmpty
    let chosen = isBetween ? "between" : query["period"] ?? ComparedPeriod.usual.rawValue
    choices = (RelativePeriod.allCases.map(\.rawValue) + ["between"]).map {
      Option(id: $0, title: language("report_period_\($0)"), isChosen: $0 == chosen)
    }
  }
}

extension OverviewQuery {
  /// The parameters that its pages have in addition to those of the API.
  static let pageParameters: Parameters = ["edited", .once(Picker.search("group"))] + ConditionPicker.parameters

  /// The choice of groups; nil for viewers who hold none.
  func groups(_ query: Query, for viewer: Viewer, _ session: any SQLSession) throws -> Picker? {
    guard viewer.roles.seesTeams else { return nil }
    return try Picker(.groups, "group", chosen: filters.groups, query, for: viewer, session)
  }
}
