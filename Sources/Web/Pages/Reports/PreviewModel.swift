import Reports
import Spreadsheets
import Support

/// The first rows of a report, for `report-preview.mustache`.
struct PreviewModel: TemplateModel {
  let summary: String
  /// How many columns are not shown.
  let more: String?
  /// As in the file.
  let titles: [String]
  let rows: [Row]

  struct Row: TemplateModel {
    let cells: [Cell]
  }

  struct Cell: TemplateModel {
    let text: String
    let kind: Table.Kind
  }

  init(_ preview: ReportPreview, _ visit: WebRequest) {
    let language = visit.language
    summary = preview.summary(language)
    more = preview.groupsLeft > 0 ? language.plural("report_preview_groups", preview.groupsLeft) : nil
    titles = preview.titles
    rows = preview.rows.map { row in Row(cells: row.map { Cell($0, visit.shown) }) }
  }
}

extension ReportPreview {
  fileprivate func summary(_ language: Language) -> String {
    // A summary also shows its total.
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
