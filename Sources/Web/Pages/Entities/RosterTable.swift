import Statistics

/// The table of an entity's users.
struct RosterTable {
  let rows: RosterRows
  let visit: WebRequest
  let query: Query
  let path: String

  private var list: ListURL { ListURL(query: query, path: path, anchor: "#users") }

  var filter: PageModel {
    var model: PageModel = [
      "action": path, "q": rows.search ?? "", "search": visit.language("users_search"),
      "keep": list.kept,
    ]
    if rows.search != nil {
      model["clear"] = list.with(["q": nil, "page": nil])
      model["summary"] = visit.language.plural("users_matches", rows.count)
    }
    return model
  }

  var model: PageModel {
    let language = visit.language
    let people = ["first_name", "last_name"].map { column($0, "text") }
    let others = rows.columns.map { column($0.key, $0.isNumber ? "number" : "status", $0.statistic) }
    var table: PageModel = [
      "caption": language("section_users"), "columns": people + others, "rows": rows.rows.map(row), "empty": empty,
    ]
    table["paging"] = list.paging(rows.page, rows.count, size: Roster.pageSize, language)
    return table
  }

  private func title(_ key: String) -> String { visit.language("column_\(key)") }

  private func column(_ key: String, _ kind: String, _ statistic: Statistic? = nil) -> PageModel {
    TableModel.column(
      title(key), kind, sort: list.sort(key, rows.sort, rows.direction, isNumber: kind == "number"),
      statistic: statistic?.model(visit.language))
  }

  private func row(_ row: Roster.Row) -> PageModel {
    let mayOpen = rows.openable.contains(row.key)
    var people = PersonLink(row, leadsToProfile: mayOpen).cells(visit.language)
    // A click anywhere in the row follows this link.
    people[1]["open"] = mayOpen
    let others = zip(rows.columns, row.cells).map { column, value in
      SectionTable.cell(title(column.key), column.kind, value, visit)
    }
    return ["cells": people + others]
  }

  private var empty: PageModel {
    let language = visit.language
    if rows.search == nil {
      return ["title": language("thing_no_users_title"), "detail": language("thing_no_users_detail")]
    }
    return [
      "title": language("users_no_match_title"), "detail": language("things_no_match_detail"),
      "href": list.with(["q": nil, "page": nil]), "link": language("users_clear_link"),
    ]
  }
}

extension Roster.Column {
  var isNumber: Bool {
    switch kind {
    case .text, .id, .status: false
    default: true
    }
  }
}
