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
    switch cell {
    case .empty: self.init(text: "", kind: .text)
    case .text(let text): self.init(text: text, kind: .text)
    case .integer(let number): self.init(text: shown.count(number), kind: .number)
    // As in the file: at most two decimals.
    case .hundredths(let number): self.init(text: JSONValue.hundredths(number).text, kind: .number)
    case .duration(let seconds): self.init(text: shown.duration(seconds), kind: .number)
    case .instant(let seconds): self.init(text: shown.instant(seconds), kind: .number)
    case .date(let days): self.init(text: shown.style.dateText(days: days), kind: .number)
    }
  }
}
