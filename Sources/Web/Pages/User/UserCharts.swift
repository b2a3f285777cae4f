import Statistics

/// The charts of a user's page.
struct UserCharts {
  let visit: WebRequest
  private var language: Language { visit.language }
  private var shown: DisplayFormat { visit.shown }

  init(_ visit: WebRequest) { self.visit = visit }

  /// *Average score by tag* and *Work by tag* (`statistics.md`, *Tags*).
  func tags(_ section: Section) -> [Chart.Model] {
    guard !section.rows.isEmpty else { return [] }
    let tags = ChartedTags(section, shown)
    let scores = tags.points("average_score", lines: ["training_score", "assessment_score", "average_score"])
    let work = tags.points("work", lines: ["work", "average_score"], else: 0)
    let charts = [
      Chart(
        title: language("chart_tag_scores"), shape: .radar, tick: language("percent", ["value": "{}"]), maximum: 100,
        points: scores),
      Chart(title: language("chart_tag_work"), shape: .bars, tick: "{}", points: work),
    ]
    return charts.filter { !$0.points.isEmpty }.map(\.model)
  }

  /// Training time per week, with its table.
  struct Trend: TemplateModel {
    let statistic: StatisticDefinition
    let chart: Chart.Model
    let table: Table
  }

  func trend(_ weeks: [TrainingWeek], _ seconds: [Int], user: String) -> Trend {
    let statistic = Statistic.weeklyTrainingTime
    let points = zip(weeks, seconds).map { week, seconds in
      Chart.Point(
        label: week.title(visit), axis: week.date(visit), value: Double(seconds) / 3600,
        lines: [shown.duration(seconds)])
    }
    let chart = Chart(
      title: statistic.title(language), shape: .columns, tick: language("chart_hours", ["hours": "{}"]),
      points: points)
    let titles = (language("trend_column_week"), statistic.title(language))
    let rows = zip(weeks, seconds).reversed().map { week, seconds in
      let href = EvidencePage.path(of: statistic, user: user, week: week.monday)
      return [
        Table.Cell(titles.0, .text, week.title(visit), isLead: true),
        Table.Cell(titles.1, .number, shown.duration(seconds), href: href),
      ]
    }
    let columns = [Table.Column(titles.0, .text), Table.Column(titles.1, .number)]
    return Trend(
      statistic: statistic.model(language), chart: chart.model,
      table: Table(statistic.title(language), columns, rows, language))
  }
}

/// The rows of a section of tags, with their names and the titles of the charted columns.
private struct ChartedTags {
  private let rows: [Section.Row]
  private let shown: DisplayFormat
  private let names: [String]
  private let columns: [String: (place: Int, title: String)]

  init(_ section: Section, _ shown: DisplayFormat) {
    rows = section.rows
    self.shown = shown
    let none = shown.language("none")
    let columns = Dictionary(
      uniqueKeysWithValues: section.columns.enumerated().map { place, column in
        (column.key, (place: place, title: shown.language("column_\(column.key)")))
      })
    names = section.rows.map { row in columns["name"].flatMap { shown.value(row.cells[$0.place]) } ?? none }
    self.columns = columns
  }

  /// A point, with the lines of its tooltip, for each row that has a value; or for every row, if `value` replaces a
  /// missing one.
  func points(_ key: String, lines: [String], else value: Double? = nil) -> [Chart.Point] {
    guard let place = columns[key]?.place else { return [] }
    let said = lines.compactMap { columns[$0] }
    let none = shown.language("none")
    return zip(rows, names).compactMap { row, name in
      guard let number = row.cells[place].number ?? value else { return nil }
      let lines = said.map { column in
        let text = shown.value(row.cells[column.place]) ?? none
        return shown.language("chart_line", ["name": column.title, "value": text])
      }
      return Chart.Point(label: name, value: number, lines: lines)
    }
  }
}

extension Cell {
  /// The number to draw: percent, or a count.
  fileprivate var number: Double? {
    switch self {
    case .percent(let mean): Double(mean.numerator) / Double(mean.denominator) / 100
    case .count(let count): Double(count)
    default: nil
    }
  }
}
