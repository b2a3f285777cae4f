import Access
import Records
import Reports
import Statistics

/// The tabs of a report's editor, for `report.mustache`.
struct ReportEditor {
  let form: ReportForm
  let pickers: ReportPickers
  let fields: [CustomField]
  /// The selected users that the viewer sees.
  let users: [Choice]
  let visit: WebRequest

  private var language: Language { visit.language }
  private var choice: ReportFilters { form.choice }
  private var filters: Set<ReportType.Filter> { form.kind.type.filters }

  var model: PageModel {
    var model: PageModel = [
      "name": form.name,
      "types": types,
      "choosing": [
        pickers.groups.model("report_filter_group", language),
        pickers.sessions?.model("report_filter_session", language),
      ].compactMap { $0 },
      "lists": [
        list(
          "field", fields.map { Choice(id: $0.id, title: $0.title) }, chosen: choice.fields ?? fields.map(\.id))
      ].compactMap { $0 },
      "users": items(users, chosen: choice.users),
      "columns": columns,
    ]
    if filters.contains(.date) { model["period"] = period }
    model["period_problem"] = (form.errors["from"] ?? form.errors["to"]).map { $0.words(language) }
    if let added = form.added { model["added"] = added }
    if form.isUnknown { model["unknown"] = language("report_user_unknown") }
    return model
  }

  /// The types available to the viewer; a saved report keeps its own.
  private var types: [PageModel] {
    let roles = try? visit.viewer.roles
    return CustomReport.Kind.allCases.filter { kind in
      kind == form.kind || roles.map { kind.isOpen(to: $0) } ?? false
    }.map { kind in
      ["id": kind.rawValue, "title": language("report_type_\(kind.word)"), "selected": kind == form.kind]
    }
  }

  /// A list of check boxes, where none is different from all; nil without items.
  private func list(_ name: String, _ all: [Choice], chosen: [String]) -> PageModel? {
    let items = items(all, chosen: chosen)
    if items.isEmpty { return nil }
    return [
      "name": name, "title": language("report_filter_\(name)"), "hint": language("report_filter_\(name)_hint"),
      "items": items, "is_long": items.count > 10, "sends_none": true,
    ]
  }

  /// Selected items that no longer exist, or that the viewer may not see, stay selected: dropping them could turn the
  /// report into one about all users.
  private func items(_ all: [Choice], chosen: [String]) -> [PageModel] {
    let known = Set(ids: all.map(\.id))
    let chosenIDs = Set(ids: chosen)
    let gone = chosen.filter { !known.contains($0) }.map { Choice(id: $0, title: language("report_unavailable")) }
    return (gone + all).map { item in
      var model: PageModel = ["id": item.id, "title": item.title, "checked": chosenIDs.contains(item.id)]
      model["detail"] = item.detail
      return model
    }
  }

  private var period: PageModel {
    let chosen = choice.period?.rawValue ?? (choice.from != nil || choice.to != nil ? "between" : "")
    let options =
      [("", "report_period_any")] + RelativePeriod.allCases.map { ($0.rawValue, "report_period_\($0.rawValue)") }
      + [("between", "report_period_between")]
    return [
      "from": choice.from ?? "", "to": choice.to ?? "",
      "options": options.map { id, key in
        ["id": id, "title": language(key), "selected": id == chosen] as PageModel
      },
    ]
  }

  /// The selected columns in their order, then the others.
  private var columns: [PageModel] {
    let chosen = choice.columns ?? form.kind.type.usualColumns
    let others = form.kind.type.columns.filter { !chosen.contains($0) }
    return (chosen + others).enumerated().map { index, key in
      var model: PageModel = [
        "id": key, "title": title(of: key), "checked": index < chosen.count, "place": index + 1,
      ]
      if let statistic = form.kind.type.statistic(of: key) { model["detail"] = statistic.definition(language) }
      return model
    }
  }

  private func title(of key: String) -> String {
    form.kind.type.statistic(of: key)?.title(language)
      ?? language.optional("report_key_\(key)") ?? language("column_\(key)")
  }
}

extension BadFilter {
  /// Key and values of the message next to the field and on an error page; nil if a form cannot cause the error.
  var text: (key: String, values: [String: String])? {
    fault.map { ("filter_fault_\($0.rawValue)", ["limit": String(Recurrence.everyRange.upperBound)]) }
  }

  func words(_ language: Language) -> String { text.map { language($0.key, $0.values) } ?? description }
}
