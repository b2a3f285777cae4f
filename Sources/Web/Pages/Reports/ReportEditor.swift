import Access
import Records
import Reports
import Statistics

/// What a report's editor shows of its form.
struct ReportEditor: Sendable {
  let form: ReportForm
  let pickers: ReportPickers
  let fields: [CustomField]
  /// The selected users that the viewer sees.
  let users: [Choice]
  /// The users it is shared with that the viewer sees.
  let people: [ReportSharing.Person]
  let runs: [PastRun]
  /// nil if the filters are invalid.
  let preview: ReportPreview?
  let presence: PresenceField

  private var choice: ReportFilters { form.choice }

  /// - Parameter report: nil: not saved yet.
  func model(_ report: CustomReport?, _ visit: WebRequest) -> ReportEditorModel {
    let language = visit.language
    let path = report.map { "/reports/\(Query.encoded($0.id))" }
    return ReportEditorModel(
      title: report?.title(language) ?? language("report_new"), address: path ?? "/reports/new",
      save: path ?? "/reports", duplicate: path.map { "\($0)/duplicate" }, delete: path.map { "\($0)/delete" },
      name: form.name, type: form.kind.rawValue, types: types(visit), summary: summary(language),
      period: period(language),
      periodProblem: ["from", "to", "by", "column"].lazy.compactMap { form.errors[$0] }.first?.words(language),
      users: Option.all(users, chosen: choice.users, language), added: form.added,
      unknown: form.isUnknown ? language("report_user_unknown") : nil,
      choosing: [
        pickers.groups.model("report_filter_group", language),
        pickers.sessions?.model("report_filter_session", language),
      ].compactMap(\.self),
      subgroups: Option(
        id: "true", title: language("filter_subgroups"), isChosen: choice.subgroups ?? false),
      conditions: conditions(visit), fields: fields(language), columns: columns(language),
      schedule: form.schedule.map { ScheduleModel($0, runs, visit) },
      sharing: form.sharing.map { SharingModel($0, people, pickers.sharing, language) },
      preview: preview.map { PreviewModel($0, visit) }, presence: presence,
      charts: form.kind.type.isSummary && visit.services.settings.chartLibrary != nil)
  }

  /// The types available to the viewer; a saved report keeps its own.
  private func types(_ visit: WebRequest) -> [Option] {
    let roles = try? visit.viewer.roles
    return CustomReport.Kind.allCases.filter { kind in
      kind == form.kind || roles.map { kind.isOpen(to: $0) } ?? false
    }.map { kind in
      Option(id: kind.rawValue, title: visit.language("report_type_\(kind.word)"), isChosen: kind == form.kind)
    }
  }

  private func conditions(_ visit: WebRequest) -> ConditionPicker {
    var picker = ConditionPicker(
      choice.conditions ?? [], among: form.conditionColumns, suggestions: SuggestionsAPI.source(form.kind), visit
    ) { _ in nil }
    picker.problem = form.errors[Condition.parameter]?.words(visit.language)
    return picker
  }

  private func summary(_ language: Language) -> ReportEditorModel.Summary? {
    guard form.kind.type.isSummary else { return nil }
    let by = choice.by ?? []
    let dimensions = SummaryDimension.fixed + fields.map { SummaryDimension.custom($0.id) }
    func options(_ chosen: String?) -> [Option] {
      dimensions.map { dimension in
        Option(
          id: dimension.key, title: dimension.title(language, fields),
          isChosen: dimension.key.utf8.elementsEqual((chosen ?? "").utf8))
      }
    }
    let none = Option(id: "", title: language("summary_by_none"), isChosen: by.count < 2)
    return ReportEditorModel.Summary(
      first: options(by.first), second: [none] + options(by.dropFirst().first),
      hasTotal: choice.hasTotal ?? false)
  }

  private func fields(_ language: Language) -> ReportEditorModel.Fields? {
    if form.kind.type.isSummary { return nil }
    let items = Option.all(
      fields.map { Choice(id: $0.id, title: $0.title) }, chosen: choice.fields ?? fields.map(\.id), language)
    return items.isEmpty ? nil : ReportEditorModel.Fields(items: items, isLong: items.count > 10)
  }

  private func period(_ language: Language) -> ReportEditorModel.Period? {
    guard form.kind.type.filters.contains(.date) else { return nil }
    let chosen = choice.period?.rawValue ?? (choice.from != nil || choice.to != nil ? "between" : "")
    let options =
      [("", "report_period_any")] + RelativePeriod.allCases.map { ($0.rawValue, "report_period_\($0.rawValue)") }
      + [("between", "report_period_between")]
    return ReportEditorModel.Period(
      from: choice.from ?? "", to: choice.to ?? "",
      options: options.map { Option(id: $0.0, title: language($0.1), isChosen: $0.0 == chosen) })
  }

  /// The selected columns in their order, then the others.
  private func columns(_ language: Language) -> [ReportEditorModel.Column] {
    let type = form.kind.type
    let chosen = (choice.columns ?? type.usualColumns).filter(type.columns.contains)
    let dimensions = (choice.by ?? []).compactMap(SummaryDimension.init(key:))
    let columns = type.isSummary ? SummaryChoice.columns(by: dimensions).map(\.rawValue) : type.columns
    return (chosen + columns.filter { !chosen.contains($0) }).enumerated().map { index, key in
      let statistic = type.statistic(of: key)
      return ReportEditorModel.Column(
        id: key,
        title: statistic?.title(language)
          ?? language.optional("report_key_\(key)") ?? language("column_\(key)"),
        detail: statistic?.definition(language), isChosen: index < chosen.count,
        place: index + 1)
    }
  }
}

extension BadFilter {
  /// Key and values of the message next to the field and on an error page; nil if a form cannot cause the error.
  var text: (key: String, values: [String: String])? {
    fault.map {
      ("filter_fault_\($0.rawValue)", ["limit": String(Recurrence.everyRange.upperBound), "reason": reason])
    }
  }

  func words(_ language: Language) -> String { text.map { language($0.key, $0.values) } ?? description }
}
