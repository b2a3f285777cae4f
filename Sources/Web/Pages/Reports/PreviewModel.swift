import Reports
import Spreadsheets

/// The first rows of a report, as `report-preview.mustache` reads them.
struct PreviewModel {
  private let preview: ReportPreview
  private let visit: Visit

  init(_ preview: ReportPreview, _ visit: Visit) {
    self.preview = preview
    self.visit = visit
  }

  var model: PageModel {
    let language = visit.language
    let isCut = preview.count > preview.rows.count
    return [
      "summary": isCut
        ? language(
          "report_preview_first",
          ["shown": language.number(preview.rows.count), "count": language.number(preview.count)])
        : language.plural("downloads_rows", preview.count),
      "titles": preview.titles,
      "rows": preview.rows.map { ["cells": $0.map(cell)] as PageModel },
    ]
  }

  private func cell(_ cell: SpreadsheetCell) -> PageModel {
    let shown = visit.shown
    return switch cell {
    case .empty: ["text": "", "kind": "text"]
    case .text(let text): ["text": text, "kind": "text"]
    case .integer(let number): ["text": shown.count(number), "kind": "number"]
    case .hundredths(let number): ["text": Self.decimal(number), "kind": "number"]
    case .duration(let seconds): ["text": shown.duration(seconds), "kind": "number"]
    case .instant(let seconds): ["text": shown.instant(seconds), "kind": "number"]
    case .date(let days): ["text": shown.style.dateText(days: days), "kind": "number"]
    }
  }

  /// As in the file: two places at most.
  private static func decimal(_ hundredths: Int) -> String { JSONValue.hundredths(hundredths).text }
}
