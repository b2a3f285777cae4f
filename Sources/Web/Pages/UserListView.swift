import Access
import Statistics

/// A list of users, for `list.mustache`: search, download, table.
struct UserListView {
  let visit: WebRequest
  let query: Query
  let wanted: UserListRequest
  /// The path of the page; the file is at `/download` below it.
  let path: String
  /// The prefix of its text keys: `users`, `members`.
  let words: String
  /// Whether names link to the users' pages, as all are visible to the viewer; else to public statistics.
  var leadsToProfiles = false
  /// Whether each row links to the member's record.
  var leadsToRecords = false

  private var language: Language { visit.language }

  /// - Parameter matches: the total number of matches, if it is shown.
  func model(_ page: UserList.Page, matches: Int?) throws -> PageModel {
    var model: PageModel = [
      "list": ["title": language("\(words)_title"), "path": path] as PageModel, "tabs": [PageModel](),
      "filter": filter(groups: nil),
      "download": ["action": "\(path)/download", "keep": kept(["tab", "q", "group"]), "fields": [PageModel]()]
        as PageModel,
      "table": try table(page),
    ]
    model["summary"] = matches.map { language.plural("users_matches", $0) }
    return model
  }

  func filter(groups: Picker?) -> PageModel {
    var model: PageModel = [
      "q": wanted.search ?? "",
      "keep": kept(["tab", "sort", "direction"]),
    ]
    model["groups"] = groups.map { $0.model("filter_group", language).merging(["submits": true]) { $1 } }
    if wanted.isFiltered { model["clear"] = address(["q": nil, "group": nil, "after": nil]) }
    return model
  }

  func kept(_ names: [String]) -> [PageModel] {
    query.items.filter { names.contains($0.name) && !$0.value.isEmpty }.map { ["name": $0.name, "value": $0.value] }
  }

  func address(_ changes: [String: String?]) -> String { query.address(path, replacing: changes) }

  private func table(_ page: UserList.Page) throws -> PageModel {
    var table: PageModel = [
      "caption": language("\(words)_caption"), "columns": wanted.kind.columns.map(column) + opening,
      "rows": page.rows.map { ["cells": cells($0)] as PageModel }, "empty": empty,
    ]
    if let paging = try paging(page.next) { table["paging"] = paging }
    return table
  }

  private func title(_ column: UserList.Column) -> String {
    column.statistic?.title(language) ?? language("column_\(column.key)")
  }

  private func column(_ column: UserList.Column) -> PageModel {
    let isCurrent = column.key == wanted.sort.key
    let next = wanted.direction.next(isCurrent: isCurrent, isNumber: !column.isText)
    let href = address(["sort": column.key, "direction": next.rawValue, "after": nil])
    let aria = wanted.direction == .asc ? "ascending" : "descending"
    return TableModel.column(
      title(column), column.isText ? "text" : "number", sort: (href, isCurrent ? aria : nil),
      statistic: column.statistic?.model(language))
  }

  /// The column of links to the users' pages or records.
  private var opening: [PageModel] {
    leadsToProfiles || leadsToRecords ? [TableModel.column(language("open"), "text", isHidden: true)] : []
  }

  private func cells(_ row: UserList.Row) -> [PageModel] {
    let person = row.person
    let link = PersonLink(person, leadsToProfile: leadsToProfiles)
    let own = zip(wanted.kind.columns.dropFirst(3), row.cells).map { cell($0, $1, of: person) }
    let (text, href) =
      leadsToRecords
      ? ("member_open", MemberPage.path(of: person.id)) : ("view_profile", "/users/\(Query.encoded(person.id))")
    let open = TableModel.cell(language("open"), "text", language(text), href: href, opens: true, hint: person.name)
    return link.cells(language) + [TableModel.cell(language("column_email"), "text", person.email)] + own
      + (leadsToProfiles || leadsToRecords ? [open] : [])
  }

  private func cell(_ column: UserList.Column, _ value: Section.Cell, of person: Person) -> PageModel {
    let text = visit.shown.value(value)
    let kind = column.isText ? "text" : "number"
    guard column.statistic == .directReports, value != .count(0), (try? visit.viewer.roles.seesTeams) == true else {
      return TableModel.cell(title(column), kind, text)
    }
    return TableModel.cell(
      title(column), kind, text, href: "/users/\(Query.encoded(person.id))/team", hint: person.name)
  }

  private var empty: PageModel {
    guard wanted.isFiltered else {
      let which = wanted.tab == .deleted ? "\(words)_none_deleted" : "\(words)_none"
      return ["title": language("\(which)_title"), "detail": language("\(which)_detail")]
    }
    return [
      "title": language("users_no_match_title"), "detail": language("users_no_match_detail"),
      "href": address(["q": nil, "group": nil, "after": nil]), "link": language("users_clear_link"),
    ]
  }

  private func paging(_ next: UserCursor?) throws -> PageModel? {
    guard next != nil || wanted.after != nil else { return nil }
    var model: PageModel = [:]
    if wanted.after != nil { model["first"] = address(["after": nil]) }
    if let next { model["next"] = address(["after": try next.text]) }
    return model
  }
}
