import Statistics

/// The charts of a user's page.
struct UserCharts {
  let visit: Visit
  private var language: Language { visit.language }
  private var shown: Shown { visit.shown }

  init(_ visit: Visit) { self.visit = visit }

  /// *Average score by tag* and *Work by tag* (`statistics.md`, *Tags*).
  func tags(_ section: Section) -> [PageModel] {
    guard !section.rows.isEmpty else { return [] }
    let place = Dictionary(uniqueKeysWithValues: section.columns.enumerated().map { ($1.key, $0) })
    func text(_ row: Section.Row, _ key: String) -> String {
      place[key].flatMap { shown.value(row.cells[$0]) } ?? language("none")
    }
    func line(_ row: Section.Row, _ key: String) -> String {
      language("chart_line", ["name": language("column_\(key)"), "value": text(row, key)])
    }
    func number(_ row: Section.Row, _ key: String) -> Double? { place[key].flatMap { row.cells[$0].number } }
    let scores = section.rows.compactMap { row in
      number(row, "average_score").map { score in
        let lines = ["training_score", "assessment_score", "average_score"].map { line(row, $0) }
        return Chart.Point(label: text(row, "name"), value: score, lines: lines)
      }
    }
    let work = section.rows.map { row in
      Chart.Point(
        label: text(row, "name"), value: number(row, "work") ?? 0,
        lines: ["work", "average_score"].map { line(row, $0) })
    }
    let charts = [
      Chart(
        id: "tag-scores", title: language("chart_tag_scores"), shape: .radar,
        tick: language("percent", ["value": "{}"]), maximum: 100, points: scores),
      Chart(id: "tag-work", title: language("chart_tag_work"), shape: .bars, tick: "{}", points: work),
    ]
    return charts.filter { !$0.points.isEmpty }.map(\.model)
  }

  /// Training time per week, with its table.
  func trend(_ weeks: [TrainingWeek], _ seconds: [Int], user: String) -> PageModel {
    let statistic = Statistic.weeklyTrainingTime
    let points = zip(weeks, seconds).map { week, seconds in
      Chart.Point(
        label: week.title(visit), axis: week.date(visit), value: Double(seconds) / 3600,
        lines: [shown.duration(seconds)])
    }
    let chart = Chart(
      id: "trend", title: statistic.title(language), shape: .columns,
      tick: language("chart_hours", ["hours": "{}"]), points: points)
    let titles = (language("trend_column_week"), statistic.title(language))
    let rows = zip(weeks, seconds).reversed().map { week, seconds -> PageModel in
      let href = EvidencePage.path(of: statistic, user: user, week: week.monday)
      return [
        "cells": [
          TableModel.cell(titles.0, "text", week.title(visit), isLead: true),
          TableModel.cell(titles.1, "number", shown.duration(seconds), href: href),
        ]
      ]
    }
    let table: PageModel = [
      "caption": statistic.title(language),
      "columns": [TableModel.column(titles.0, "text"), TableModel.column(titles.1, "number")], "rows": rows,
    ]
    return chart.model.merging(["statistic": statistic.model(language), "table": table]) { own, _ in own }
  }
}

extension Section.Cell {
  /// As a chart draws it: percent, or a count.
  fileprivate var number: Double? {
    switch self {
    case .percent(let mean): Double(mean.numerator) / Double(mean.denominator) / 100
    case .count(let count): Double(count)
    default: nil
    }
  }
}
