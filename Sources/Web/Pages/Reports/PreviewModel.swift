import Reports
import Spreadsheets
import Support

/// The first rows of a report, for `report-preview.mustache`.
struct PreviewModel {
  private let preview: ReportPreview
  private let visit: WebRequest

  init(_ preview: ReportPreview, _ visit: WebRequest) {
    self.preview = preview
    self.visit = visit
  }

  var model: PageModel {
    var model: PageModel = [
      "summary": summary,
      "titles": preview.titles,
      "rows": preview.rows.map { ["cells": $0.map(cell)] as PageModel },
    ]
    if preview.groupsLeft > 0 { model["more"] = visit.language.plural("report_preview_groups", preview.groupsLeft) }
    return model
  }

  private var summary: String {
    let language = visit.language
    guard preview.count > preview.rows.count else { return language.plural("downloads_rows", preview.count) }
    let isOpen = preview.count > ReportPreview.countLimit
    return language(
      isOpen ? "report_preview_many" : "report_preview_first",
      [
        "shown": language.number(preview.rows.count),
        "count": language.number(min(preview.count, ReportPreview.countLimit)),
      ])
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

  /// As in the file: at most two decimals.
  private static func decimal(_ hundredths: Int) -> String { JSONValue.hundredths(hundredths).text }
}
