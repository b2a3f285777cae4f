import Access
import Reports
import Statistics

/// A list of users: search, download, table.
struct UserListView {
  let visit: WebRequest
  let query: Query
  let wanted: UserListRequest
  /// The path of the page; the file is at `/download` below it.
  let path: String
  /// The prefix of its text keys: `users`, `members`.
  let words: String
  /// What conditions may test.
  let columns: [ConditionColumn]
  /// Whether names link to the users' pages, as all are visible to the viewer; else to public statistics.
  var leadsToProfiles = false
  /// Whether each row links to the member's record.
  var leadsToRecords = false

  private var language: Language { visit.language }

  /// For `list.mustache`.
  struct Model: TemplateDocument {
    static let template = "list"

    let title: String
    /// The URL of the page, also of a search.
    let path: String
    /// Empty for none.
    let tabs: [NavigationLink]
    let filter: Filter
    let conditions: Conditions
    let presence: PresenceField.Form
    /// The number of matches, if it is shown.
    let summary: String?
    let download: DownloadMenu
    let table: Table

    struct Filter: TemplateModel {
      /// The input; empty for none.
      let q: String
      /// nil hides the choice.
      let groups: Picker.Model?
      /// The box *Include subgroups*; nil hides it.
      let subgroups: Option?
      /// The other parameters that a new search keeps.
      let keep: [HiddenField]
      /// The URL without search and groups; nil if neither is set.
      let clear: String?
    }
  }

  /// For `conditions.mustache`.
  struct Conditions: TemplateModel {
    /// The URL of the page.
    let action: String
    var picker: ConditionPicker
    /// The other parameters, and the conditions that there are.
    let keep: [HiddenField]

    init(action: String, picker: ConditionPicker, keep: [HiddenField]) {
      self.action = action
      self.picker = picker
      self.keep = keep
    }

    /// Of a page whose other parameters are all kept, except the page of its table.
    init(
      _ path: String, _ query: Query, anchor: String = "", among columns: [ConditionColumn], _ visit: WebRequest
    ) {
      let source = SuggestionsAPI.source(UserList.Kind.users)
      picker = ConditionPicker(query.conditions, among: columns, suggestions: source, visit) { text in
        query.without(Condition.parameter, text).address(path, replacing: ["page": nil]) + anchor
      }
      action = path + anchor
      keep = query.items.filter { $0.name != "page" && !$0.value.isEmpty }
        .map { HiddenField(name: $0.name, value: $0.value) }
    }
  }

  /// - Parameters:
  ///   - presence: what the query asks about a user; nil: nothing.
  ///   - matches: the number of matches, if it is shown.
  ///   - groups: nil hides the choice of groups.
  ///   - fields: the custom fields that a download can contain.
  func model(
    _ page: UserList.Page, _ presence: ReportPresence?, matches: UserList.Count?, tabs: [NavigationLink] = [],
    groups: Picker? = nil, fields: [DownloadMenu.Field] = []
  ) throws -> Model {
    Model(
      title: language("\(words)_title"), path: path, tabs: tabs, filter: filter(groups),
      conditions: conditions,
      presence: PresenceField.Form(
        action: path, keep: kept(Self.filters + ["sort", "direction"]), field: PresenceField(query, presence, visit)),
      summary: matches.map(summary),
      download: DownloadMenu(action: "\(path)/download", keep: kept(Self.filters), fields: fields),
      table: try table(page))
  }

  private func summary(_ matches: UserList.Count) -> String {
    switch matches {
    case .exactly(let count): language.plural("users_matches", count)
    case .moreThan(let count): language("users_many_matches", ["count": language.number(count)])
    }
  }

  private func filter(_ groups: Picker?) -> Model.Filter {
    var picker = groups?.model("filter_group", language)
    picker?.submits = true
    return Model.Filter(
      q: wanted.search ?? "", groups: picker,
      subgroups: picker.map { _ in
        Option(id: "true", title: language("filter_subgroups"), isChosen: wanted.ticksSubgroups)
      },
      keep: kept(["tab", Condition.parameter, "sort", "direction"]), clear: wanted.isFiltered ? unfiltered : nil)
  }

  /// The parameters that a file has too.
  private static let filters = ["tab", "q", "group", "subgroups", Condition.parameter]

  private var unfiltered: String {
    address(["q": nil, "group": nil, "subgroups": nil, Condition.parameter: nil, "after": nil])
  }

  private var conditions: Conditions {
    let source = SuggestionsAPI.source(wanted.kind)
    let picker = ConditionPicker(wanted.conditions, among: columns, suggestions: source, visit) { text in
      query.without(Condition.parameter, text).address(path, replacing: ["after": nil])
    }
    return Conditions(action: path, picker: picker, keep: kept(Self.filters + ["sort", "direction"]))
  }

  private func kept(_ names: [String]) -> [HiddenField] {
    query.items.filter { names.contains($0.name) && !$0.value.isEmpty }
      .map { HiddenField(name: $0.name, value: $0.value) }
  }

  func address(_ changes: [String: String?]) -> String { query.address(path, replacing: changes) }

  private func table(_ page: UserList.Page) throws -> Table {
    Table(
      language("\(words)_caption"), wanted.kind.columns.map(column) + opening, page.rows.map(cells), language,
      empty: empty, paging: try paging(page.next))
  }

  private func title(_ column: Column) -> String {
    column.statistic?.title(language) ?? language("column_\(column.key)")
  }

  private func column(_ column: Column) -> Table.Column {
    let isCurrent = column.key == wanted.sort.key
    let next = wanted.direction.next(isCurrent: isCurrent, isNumber: !column.isText)
    let href = address(["sort": column.key, "direction": next.rawValue, "after": nil])
    let aria = wanted.direction == .asc ? "ascending" : "descending"
    return Table.Column(
      title(column), column.isText ? .text : .number, sort: Table.Sort(href: href, aria: isCurrent ? aria : nil),
      statistic: column.statistic?.model(language))
  }

  /// The column of links to the users' pages or records.
  private var opening: [Table.Column] {
    leadsToProfiles || leadsToRecords ? [Table.Column(language("open"), .text, isHidden: true)] : []
  }

  private func cells(_ row: UserList.Row) -> [Table.Cell] {
    let person = row.person
    let link = PersonLink(person, leadsToProfile: leadsToProfiles)
    let own = zip(wanted.kind.columns.dropFirst(3), row.cells).map { cell($0, $1, of: person) }
    let (text, href) =
      leadsToRecords
      ? ("member_open", MemberPage.path(of: person.id)) : ("view_profile", "/users/\(Query.encoded(person.id))")
    let open = Table.Cell(language("open"), .text, language(text), href: href, opens: true, hint: person.name)
    return link.cells(language) + [Table.Cell(language("column_email"), .text, person.email)] + own
      + (leadsToProfiles || leadsToRecords ? [open] : [])
  }

  private func cell(_ column: Column, _ value: Cell, of person: Person) -> Table.Cell {
    let text = visit.shown.value(value)
    let kind: Table.Kind = column.isText ? .text : .number
    guard column.statistic == .directReports, value != .count(0), (try? visit.viewer.roles.seesTeams) == true else {
      return Table.Cell(title(column), kind, text)
    }
    return Table.Cell(title(column), kind, text, href: "/users/\(Query.encoded(person.id))/team", hint: person.name)
  }

  private var empty: Table.EmptyState {
    guard wanted.isFiltered else {
      let which = wanted.tab == .deleted ? "\(words)_none_deleted" : "\(words)_none"
      return Table.EmptyState(title: language("\(which)_title"), detail: language("\(which)_detail"))
    }
    return Table.EmptyState(
      title: language("users_no_match_title"), detail: language("users_no_match_detail"),
      href: unfiltered, link: language("users_clear_link"))
  }

  private func paging(_ next: UserCursor?) throws -> Table.Paging? {
    guard next != nil || wanted.after != nil else { return nil }
    return Table.Paging(
      first: wanted.after == nil ? nil : address(["after": nil]),
      next: try next.map { address(["after": try $0.text]) })
  }
}
