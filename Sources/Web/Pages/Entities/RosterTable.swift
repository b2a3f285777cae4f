import Reports
import Statistics

/// The table of an entity's users.
struct RosterTable {
  let rows: RosterRows
  let visit: WebRequest
  let query: Query
  let path: String

  private var list: ListURL { ListURL(query: query, path: path, anchor: "#users") }

  var filter: Filter {
    var filter = Filter(
      action: path, q: rows.search ?? "", search: visit.language("users_search"), keep: list.kept)
    if isFiltered {
      filter.clear = unfiltered
      filter.summary = visit.language.plural("users_matches", rows.count)
    }
    return filter
  }

  var table: Table {
    let people = ["first_name", "last_name"].map { column($0, .text) }
    let others = rows.columns.map { column($0.key, $0.isNumber ? .number : .status, $0.statistic) }
    return Table(
      visit.language("section_users"), people + others, rows.rows.map(cells), visit.language, empty: empty,
      paging: list.paging(rows.page, rows.count, size: Roster.pageSize, visit.language))
  }

  var conditions: UserListView.Conditions {
    var conditions = UserListView.Conditions(path, query, anchor: "#users", among: rows.conditionColumns, visit)
    conditions.picker.chips = rows.groups.map(chip) + conditions.picker.chips
    return conditions
  }

  private func chip(_ group: Choice) -> ConditionPicker.Chip {
    let words = query["subgroups"] == "true" ? "thing_in_group_below" : "thing_in_group"
    return ConditionPicker.Chip(
      value: group.id, title: visit.language(words, ["name": group.title]),
      href: query.without("group", group.id).address(path, replacing: ["page": nil]) + list.anchor)
  }

  /// The URL of the file.
  func download(_ format: String) -> String {
    Query(
      [("format", format)]
        + query.only(["q", "group", "subgroups", Condition.parameter]).items.filter { !$0.value.isEmpty }
    )
    .text(after: "\(path)/download")
  }

  private var isFiltered: Bool { rows.search != nil || !rows.groups.isEmpty || query[Condition.parameter] != nil }
  private var unfiltered: String {
    list.with(["q": nil, "group": nil, "subgroups": nil, Condition.parameter: nil, "page": nil])
  }

  private func title(_ key: String) -> String { visit.language("column_\(key)") }

  private func column(_ key: String, _ kind: Table.Kind, _ statistic: Statistic? = nil) -> Table.Column {
    Table.Column(
      title(key), kind, sort: list.sort(key, rows.sort, rows.direction, isNumber: kind == .number),
      statistic: statistic?.model(visit.language))
  }

  private func cells(_ row: Roster.Row) -> [Table.Cell] {
    let mayOpen = rows.openable.contains(row.key)
    var people = PersonLink(row, leadsToProfile: mayOpen).cells(visit.language)
    // A click anywhere in the row follows this link.
    people[1].content.opensRow = mayOpen
    let others = zip(rows.columns, row.cells).map { column, value in
      SectionTable.cell(title(column.key), column.kind, value, visit)
    }
    return people + others
  }

  private var empty: Table.EmptyState {
    let language = visit.language
    if !isFiltered {
      return Table.EmptyState(title: language("thing_no_users_title"), detail: language("thing_no_users_detail"))
    }
    return Table.EmptyState(
      title: language("users_no_match_title"), detail: language("things_no_match_detail"),
      href: unfiltered, link: language("users_clear_link"))
  }
}

extension Column {
  var isNumber: Bool {
    switch kind {
    case .text, .id, .status, .names: false
    default: true
    }
  }
}
