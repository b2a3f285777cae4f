import Reports
import Spreadsheets
import Statistics
import Support

/// The first rows of a report, for `report-preview.mustache`.
struct PreviewModel: TemplateModel {
  let summary: String
  /// How many columns are not shown.
  let more: String?
  /// As in the file.
  let titles: [String]
  let rows: [Row]
  /// The last row of a *Summary*.
  let total: Row?
  let chart: Chart.Model?
  /// Why a *Summary* has no chart.
  let undrawn: String?

  struct Row: TemplateModel {
    let cells: [Cell]
  }

  struct Cell: TemplateModel {
    let text: String
    let kind: Table.Kind
    /// Whether it names the row.
    var isLead = false
    /// The URL of the report with the rows behind it.
    var href: String?
  }

  init(_ preview: ReportPreview, _ visit: WebRequest) {
    let language = visit.language
    summary = preview.summary(language)
    more = preview.groupsLeft > 0 ? language.plural("report_preview_groups", preview.groupsLeft) : nil
    titles = preview.titles
    guard let table = preview.table else {
      rows = preview.rows.map { row in Row(cells: row.map { Cell($0, visit.shown) }) }
      (total, chart, undrawn) = (nil, nil, nil)
      return
    }
    rows = zip(preview.rows, table.rows).map { cells, row in Row(cells, row.by, preview, visit) }
    let name = table.dimensions.indices.map { SpreadsheetCell.text($0 == 0 ? language("summary_total_row") : "") }
    total = table.total.map { Row(name + $0.map { SpreadsheetCell($0) }, [], preview, visit) }
    chart = SummaryChart(table, preview.titles, visit.shown).model
    undrawn = chart == nil && !table.rows.isEmpty ? language("summary_chart_long") : nil
  }
}

extension PreviewModel.Row {
  /// A row of a *Summary*.
  fileprivate init(
    _ cells: [SpreadsheetCell], _ members: [SummaryMember], _ preview: ReportPreview, _ visit: WebRequest
  ) {
    let columns = preview.table?.columns ?? []
    let links = preview.links?.row(members, columns) ?? []
    let leading = cells.count - columns.count
    self.init(
      cells: cells.enumerated().map { place, cell in
        var model = PreviewModel.Cell(cell, visit.shown)
        model.isLead = place < leading && !model.text.isEmpty
        if !model.text.isEmpty, links.indices.contains(place - leading), let link = links[place - leading] {
          model.href = link.filters.query.adding(Query([("type", link.kind.rawValue)])).text(after: "/reports/new")
        }
        return model
      })
  }
}

extension ReportPreview {
  fileprivate func summary(_ language: Language) -> String {
    guard count > rows.count else { return language.plural("downloads_rows", count) }
    return language(
      count > Self.countLimit ? "report_preview_many" : "report_preview_first",
      ["shown": language.number(rows.count), "count": language.number(min(count, Self.countLimit))])
  }
}

extension PreviewModel.Cell {
  fileprivate init(_ cell: SpreadsheetCell, _ shown: DisplayFormat) {
    let kind: Table.Kind =
      switch cell {
      case .empty, .text: .text
      default: .number
      }
    self.init(text: shown.text(cell), kind: kind)
  }
}
