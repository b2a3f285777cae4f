import Statistics

/// A section's table, for `table.mustache`: sortable headers, a page of rows, links.
struct SectionTable {
  let visit: WebRequest
  private let section: Section
  private let view: SectionView
  private let query: Query
  private let path: String
  private let links: SectionLinks

  /// - Parameter path: the path of the page that contains the table.
  init(
    _ section: Section, _ view: SectionView, _ visit: WebRequest, _ query: Query, path: String,
    links: SectionLinks = SectionLinks()
  ) {
    self.section = section.page(view)
    self.view = view
    self.visit = visit
    self.query = query
    self.path = path
    self.links = links
  }

  var model: PageModel {
    let language = visit.language
    let shown = section.columns.indices.filter { section.columns[$0].isShown }
    let views = section.rows.map(links.view)
    let hasViews = views.contains { $0 != nil }
    let columns = shown.map { column(section.columns[$0]) }
    let rows = zip(section.rows, views).map { row, view -> PageModel in
      let cells = shown.map { cell(row, $0, isLead: $0 == shown.first) }
      return ["cells": hasViews ? cells + [viewCell(row, view)] : cells]
    }
    var table: PageModel = [
      "caption": language("section_\(section.id)"), "rows": rows,
      "columns": hasViews ? columns + [TableModel.column(language("open"), "link", isHidden: true)] : columns,
      "empty": ["title": language("\(section.id)_none")] as PageModel,
    ]
    if let paging { table["paging"] = paging }
    return table
  }

  var id: String { section.id }

  /// The total number of rows; nil if there are none.
  var count: String? { section.count == 0 ? nil : visit.language.number(section.count) }

  private func title(_ column: Section.Column) -> String { visit.language("column_\(column.title)") }

  private func column(_ column: Section.Column) -> PageModel {
    let isCurrent = view.sort == column.key
    let direction: Direction = view.descending ? .desc : .asc
    let next = direction.next(isCurrent: isCurrent, isNumber: Self.kind(column.kind) == "number")
    let href = address(["sort": column.key, "direction": next.rawValue, "page": nil])
    let aria = isCurrent ? (view.descending ? "descending" : "ascending") : nil
    return TableModel.column(
      title(column), Self.kind(column.kind), sort: (href, aria), statistic: column.statistic?.model(visit.language))
  }

  private func cell(_ row: Section.Row, _ index: Int, isLead: Bool) -> PageModel {
    let column = section.columns[index]
    let value = row.cells[index]
    let href = value == .none ? nil : links.cells[column.key]?(row)
    // A number is not a sufficient link text.
    let hint = href == nil || Self.kind(column.kind) != "number" ? nil : "\(title(column)): \(name(of: row))"
    var model = Self.cell(title(column), column.kind, value, visit, isLead: isLead)
    model["href"] = href
    model["hint"] = hint
    // A click anywhere in the row follows its link, if there is exactly one.
    model["open"] = href != nil && links.cells.count == 1 && (isLead || Self.kind(column.kind) == "number")
    model["detail"] = links.details[column.key]?(row)
    return model
  }

  /// A cell in the style of its kind: a badge for a status, a bar for a progress.
  static func cell(
    _ label: String, _ kind: Section.Kind, _ value: Section.Cell, _ visit: WebRequest, isLead: Bool = false
  ) -> PageModel {
    var model = TableModel.cell(label, Self.kind(kind), visit.shown.value(value), isLead: isLead)
    switch value {
    case .status(let code): model["tone"] = DisplayFormat.tone(code)
    case .progress(let hundredths): model["progress"] = hundredths / 100
    case .percent(let mean) where kind == .progress: model["progress"] = (mean.rounded() ?? 0) / 100
    default: break
    }
    return model
  }

  /// The leading columns that are texts, which name the row.
  private func name(of row: Section.Row) -> String {
    let texts = zip(section.columns, row.cells).filter(\.0.isShown).prefix { $0.0.kind == .text }
    return texts.compactMap { visit.shown.value($0.1) }.joined(separator: " · ")
  }

  private func viewCell(_ row: Section.Row, _ href: String?) -> PageModel {
    let language = visit.language
    if let href { return TableModel.cell(language("open"), "link", language("view"), href: href, hint: name(of: row)) }
    return TableModel.cell(language("open"), "link", "")
  }

  private static func kind(_ kind: Section.Kind) -> String {
    switch kind {
    case .text, .id, .flag: "text"
    case .status: "status"
    default: "number"
    }
  }

  private var paging: PageModel? {
    guard let size = view.page?.size, section.count > size else { return nil }
    let (first, last) = (section.first + 1, section.first + section.rows.count)
    let numbers = zip(["first", "last", "count"], [first, last, section.count].map(visit.language.number))
    let page = section.first / size + 1
    var model: PageModel = ["range": visit.language("paging_range", Dictionary(uniqueKeysWithValues: numbers))]
    if page > 1 { model["previous"] = address(["page": String(page - 1)]) }
    if last < section.count { model["next"] = address(["page": String(page + 1)]) }
    return model
  }

  private func address(_ changes: [String: String?]) -> String {
    let named = Dictionary(uniqueKeysWithValues: changes.map { ("\(section.id).\($0.key)", $0.value) })
    return query.address(path, replacing: named) + "#" + section.id
  }
}
