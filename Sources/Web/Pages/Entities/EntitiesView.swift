import Access
import Reports
import Statistics

/// The parts of the page of a list of entities.
struct EntitiesView {
  let wanted: EntityListRequest
  let visit: WebRequest
  let address: ListURL

  private var language: Language { visit.language }
  private var kind: EntityKind { wanted.kind }

  var columns: [Table.Column] {
    (kind.columns.filter(\.isShown) + kind.shown.map(\.column)).map { column in
      Table.Column(
        title(column), column.isNumber ? .number : .text,
        sort: address.sort(column.key, wanted.sort.key, wanted.direction, isNumber: column.isNumber),
        statistic: column.statistic?.model(language))
    }
  }

  private func title(_ column: Column) -> String {
    column.statistic?.title(language) ?? language("column_\(column.title)")
  }

  /// - Parameter links: of the second link of rows.
  func cells(_ row: EntityList.Row, _ links: EntityLinks) -> [Table.Cell] {
    let named = zip(kind.columns, row.cells).filter(\.0.isShown).enumerated().map { index, pair in
      let (column, value) = pair
      if column.key == "author", let author = row.author {
        return PersonLink(author, leadsToProfile: false).cell(title(column))
      }
      var cell = SectionTable.cell(title(column), column.kind, value, visit, isLead: index == 0)
      if index == 0 { (cell.content.href, cell.content.opensRow) = (kind.path(of: row.id), true) }
      if column.key == "parent" || column.key == "course" {
        cell.content.href = row.linked.flatMap { links.address(of: kind.linkedKind, $0) }
      }
      return cell
    }
    return named
      + zip(kind.shown, row.numbers).map { number, value in
        var cell = SectionTable.cell(title(number.column), number.column.kind, value, visit)
        cell.content.href = users(number.column, value, of: row)
        cell.content.hint = cell.content.href.map { _ in "\(title(number.column)): \(row.name)" }
        return cell
      }
  }

  /// The users that a number counts, in the list on the entity's page. That list has no filter by users or sessions, and
  /// other conditions on users than the list of groups.
  private func users(_ column: Column, _ value: Cell, of row: EntityList.Row) -> String? {
    guard wanted.groupsOnly, kind != .group || wanted.conditions.isEmpty,
      let conditions = column.statistic.flatMap(Self.conditions)
    else { return nil }
    let groups = address.query.only(["group", "subgroups"]).items.filter { !$0.value.isEmpty }
    let narrowing = Query(wanted.groups.isEmpty ? [] : groups).adding(Query(conditions: conditions))
    return SectionLinks.usersAddress(kind.path(of: row.id), narrowing, counted: value)
  }

  /// The conditions that select the users that a statistic counts; nil if it does not count users.
  private static func conditions(_ statistic: Statistic) -> [String]? {
    switch statistic {
    case .coursePlayers, .questionUsers, .registrations, .groupMembers, .tagUsers: []
    case .notStarted: ["last_activity:empty"]
    case .completedSessions: ["progress:eq:100"]
    default: nil
    }
  }

  func filter(_ count: Int, _ groups: Picker) -> Filter {
    var picker = groups.model("filter_group", language)
    picker.submits = true
    var filter = Filter(
      action: address.path, q: wanted.search ?? "", search: language("things_search"), keep: kept(Self.kept),
      clear: wanted.isFiltered ? unfiltered : nil, summary: language.plural("things_count", count))
    filter.groups = picker
    filter.subgroups = Option(id: "true", title: language("filter_subgroups"), isChosen: wanted.ticksSubgroups)
    return filter
  }

  func conditions(_ columns: [ConditionColumn]) -> UserListView.Conditions {
    let source = SuggestionsAPI.source(kind)
    let picker = ConditionPicker(wanted.conditions, among: columns, suggestions: source, visit) { text in
      address.query.without(Condition.parameter, text).address(address.path, replacing: ["page": nil])
    }
    return UserListView.Conditions(
      action: address.path, picker: picker, keep: kept(Self.kept + ["q", "group", "subgroups"]))
  }

  /// The URL of the comparison of groups; nil for other kinds and for viewers who see no users.
  var compare: String? {
    kind == .group && (try? visit.viewer.roles.seesUsers) == true ? ComparePage.path : nil
  }

  var downloads: [Link] {
    FileFormat.allCases.map(\.rawValue).map { format in
      Link(
        title: language("format_\(format)"),
        href: address.query.address(
          "\(address.path)/download", replacing: ["page": nil, Picker.search("group"): nil, "format": format]))
    }
  }

  /// What a new search and a new group keep.
  private static let kept = ["user", "session", Condition.parameter, "sort", "direction"]

  private func kept(_ names: [String]) -> [HiddenField] {
    address.query.items.filter { names.contains($0.name) && !$0.value.isEmpty }
      .map { HiddenField(name: $0.name, value: $0.value) }
  }

  private var unfiltered: String {
    let filters = ["q", "group", "subgroups", "user", "session", Condition.parameter, "page"]
    return address.with(Dictionary(uniqueKeysWithValues: filters.map { ($0, nil as String?) }))
  }

  var empty: Table.EmptyState {
    guard wanted.isFiltered else {
      return Table.EmptyState(title: language("things_none_title"), detail: language("things_none_detail"))
    }
    return Table.EmptyState(
      title: language("things_no_match_title"), detail: language("things_no_match_detail"), href: unfiltered,
      link: language("things_clear_link"))
  }
}
