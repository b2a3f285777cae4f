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

  var model: Table {
    let language = visit.language
    let shown = section.columns.indices.filter { section.columns[$0].isShown }
    let views = section.rows.map(links.view)
    let hasViews = views.contains { $0 != nil }
    let columns = shown.map { column(section.columns[$0]) }
    let rows = zip(section.rows, views).map { row, view in
      let cells = shown.map { cell(row, $0, isLead: $0 == shown.first) }
      return hasViews ? cells + [viewCell(row, view)] : cells
    }
    return Table(
      language("section_\(section.id)"),
      hasViews ? columns + [Table.Column(language("open"), .link, isHidden: true)] : columns, rows, language,
      empty: Table.EmptyState(title: language("\(section.id)_none")), paging: paging)
  }

  var id: String { section.id }

  /// The total number of rows; nil if there are none.
  var count: String? { section.count == 0 ? nil : visit.language.number(section.count) }

  private func title(_ column: Column) -> String { visit.language("column_\(column.title)") }

  private func column(_ column: Column) -> Table.Column {
    let isCurrent = view.sort == column.key
    let direction: Direction = view.descending ? .desc : .asc
    let next = direction.next(isCurrent: isCurrent, isNumber: Self.kind(column.kind) == .number)
    let href = address(["sort": column.key, "direction": next.rawValue, "page": nil])
    let aria = isCurrent ? (view.descending ? "descending" : "ascending") : nil
    return Table.Column(
      title(column), Self.kind(column.kind), sort: Table.Sort(href: href, aria: aria),
      statistic: column.statistic?.model(visit.language))
  }

  private func cell(_ row: Section.Row, _ index: Int, isLead: Bool) -> Table.Cell {
    let column = section.columns[index]
    let value = row.cells[index]
    let href = value == .none ? nil : links.cells[column.key]?(row)
    // A number is not a sufficient link text.
    let hint = href == nil || Self.kind(column.kind) != .number ? nil : "\(title(column)): \(name(of: row))"
    var cell = Self.cell(title(column), column.kind, value, visit, isLead: isLead)
    cell.content.href = href
    cell.content.hint = hint
    // A click anywhere in the row follows the link of its name, or its only one.
    let isOnly = links.cells.count == 1 && Self.kind(column.kind) == .number
    cell.content.opensRow = href != nil && (isLead || isOnly)
    cell.content.detail = links.details[column.key]?(row)
    return cell
  }

  /// A cell in the style of its kind: a badge for a status, a bar for a progress.
  static func cell(
    _ label: String, _ kind: Column.Kind, _ value: Cell, _ visit: WebRequest, isLead: Bool = false
  ) -> Table.Cell {
    var cell = Table.Cell(label, Self.kind(kind), visit.shown.value(value), isLead: isLead)
    switch value {
    case .status(let code): cell.content.tone = DisplayFormat.tone(code)
    case .progress(let hundredths): cell.content.progress = hundredths / 100
    case .percent(let mean) where kind == .progress: cell.content.progress = (mean.rounded() ?? 0) / 100
    default: break
    }
    return cell
  }

  /// The leading columns that are texts, which name the row.
  private func name(of row: Section.Row) -> String {
    let texts = zip(section.columns, row.cells).filter(\.0.isShown).prefix { $0.0.kind == .text }
    return texts.compactMap { visit.shown.value($0.1) }.joined(separator: " · ")
  }

  private func viewCell(_ row: Section.Row, _ href: String?) -> Table.Cell {
    let language = visit.language
    if let href { return Table.Cell(language("open"), .link, language("view"), href: href, hint: name(of: row)) }
    return Table.Cell(language("open"), .link, "")
  }

  private static func kind(_ kind: Column.Kind) -> Table.Kind {
    switch kind {
    case .text, .id, .flag, .names: .text
    case .status: .status
    default: .number
    }
  }

  private var paging: Table.Paging? {
    guard let size = view.page?.size, section.count > size else { return nil }
    let (first, last) = (section.first + 1, section.first + section.rows.count)
    let numbers = zip(["first", "last", "count"], [first, last, section.count].map(visit.language.number))
    let page = section.first / size + 1
    return Table.Paging(
      previous: page > 1 ? address(["page": String(page - 1)]) : nil,
      next: last < section.count ? address(["page": String(page + 1)]) : nil,
      range: visit.language("paging_range", Dictionary(uniqueKeysWithValues: numbers)))
  }

  private func address(_ changes: [String: String?]) -> String {
    let named = Dictionary(uniqueKeysWithValues: changes.map { ("\(section.id).\($0.key)", $0.value) })
    return query.address(path, replacing: named) + "#" + section.id
  }
}
