import Reports
import Statistics

/// The choice of what is compared, and of the period.
struct CompareForm: TemplateModel {
  /// Groups or sessions; nil for users.
  let picker: Picker.Model?
  /// nil for other kinds.
  let users: Users?
  let periods: [Option]
  /// Days, as typed; empty unless the period is *between*.
  let from: String
  let to: String
  /// The other parameters.
  let keep: [HiddenField]

  struct Users: TemplateModel {
    let chosen: [Option]
    /// An email address, as typed, that matches no user, and the message about it.
    let added: String?
    let unknown: String?
  }

  init(
    _ asked: ComparisonQuery, _ picker: Picker?, _ users: [Choice], _ query: Query, isBetween: Bool,
    keep: [HiddenField], _ language: Language
  ) {
    var model = picker?.model("compare_\(asked.kind)", language)
    model?.submits = true
    self.picker = model
    let added = query["add_user"]
    self.users =
      asked.kind == .user
      ? Users(
        chosen: Option.all(users, chosen: asked.ids, language), added: added,
        unknown: added == nil ? nil : language("report_user_unknown")) : nil
    (from, to) = (query["from"] ?? "", query["to"] ?? "")
    let chosen = isBetween ? "between" : query["period"] ?? ComparedPeriod.usual.rawValue
    periods = (RelativePeriod.allCases.map(\.rawValue) + ["between"]).map {
      Option(id: $0, title: language("report_period_\($0)"), isChosen: $0 == chosen)
    }
    self.keep = keep
  }
}
