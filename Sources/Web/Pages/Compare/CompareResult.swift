import Calendar
import Reports
import Spreadsheets
import Statistics

/// The figures of the things compared and their trends, each as charts side by side and as a table.
struct CompareResult: TemplateModel {
  /// The period, in words.
  let period: String
  let figures: Table
  let trends: [Trend]

  /// A figure by week or month.
  struct Trend: TemplateModel {
    let statistic: StatisticDefinition
    /// One for each thing; their axes are the same.
    let charts: [Part]
    let table: Table
  }

  struct Part: TemplateModel {
    let name: String
    let chart: Chart.Model
  }

  init(_ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest) {
    let (language, style) = (visit.language, visit.shown.style)
    let dates = [asked.period.days, asked.period.previous].flatMap { [$0.lowerBound, $0.upperBound] }
      .map { style.dateText(days: $0) }
    period = language(
      "compare_period", ["from": dates[0], "to": dates[1], "first": dates[2], "last": dates[3]])
    figures = Self.figures(comparison, asked, visit)
    trends = PeriodFigures.trendColumns.indices.map { Self.trend($0, comparison, asked, visit) }
  }

  private static func figures(_ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest) -> Table {
    let language = visit.language
    let title = language("compare_figure")
    let names = comparison.items.map(\.choice.title)
    let rows = PeriodFigures.columns.indices.map { place -> [Table.Cell] in
      let figures = comparison.items.map { $0.numbers.figures[place] }
      let cells = zip(names, figures).enumerated().map { index, pair -> Table.Cell in
        var cell = Table.Cell(pair.0, .number, visit.shown.value(pair.1.value))
        let details = [index == 0 ? nil : difference(pair.1, to: figures[0], visit), previous(pair.1, visit)]
          .compactMap(\.self)
        cell.content.detail = details.isEmpty ? nil : details.joined(separator: " · ")
        return cell
      }
      return [Table.Cell(title, .text, PeriodFigures.columns[place].statistic.title(language), isLead: true)] + cells
    }
    let links = comparison.items.map { item -> Table.Cell in
      let filters = asked.filters(item.choice.id).figures(asked.period.days, by: asked.period.unit)
      let href = Query([("type", "summary")] + filters.query.items).text(after: "/reports/new")
      return Table.Cell(item.choice.title, .number, language("compare_open"), href: href, hint: item.choice.title)
    }
    return Table(
      language("compare_title"), [Table.Column(title, .text)] + names.map { Table.Column($0, .number) },
      rows + [[Table.Cell(title, .text, language("report_type_summary"), isLead: true)] + links], visit.language)
  }

  /// "+12", "−1 h 05 min", "+2.5 points"; nil if one of the values is missing.
  private static func difference(_ figure: PeriodFigures.Figure, to first: PeriodFigures.Figure, _ visit: WebRequest)
    -> String?
  {
    guard let difference = figure.difference(to: first) else { return nil }
    if difference == 0 { return visit.language("compare_same") }
    let text = visit.shown.size(difference, like: figure.value)
    return (difference > 0 ? "+" : "−") + text
  }

  private static func previous(_ figure: PeriodFigures.Figure, _ visit: WebRequest) -> String? {
    guard figure.column != .users else { return nil }
    let value = visit.shown.value(figure.previous) ?? visit.language("none")
    return visit.language("compare_before", ["value": value])
  }
}

// Trends.

extension CompareResult {
  private static func trend(
    _ place: Int, _ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest
  ) -> Trend {
    let drawn = TrendChart(place: place, unit: asked.period.unit, visit: visit)
    let title = drawn.statistic.title(visit.language)
    let highest = TrendChart.maximum(place, of: comparison.items.flatMap(\.numbers.trend))
    let charts = comparison.items.map { item in
      let name = visit.language("compare_chart", ["figure": title, "name": item.choice.title])
      return Part(
        name: item.choice.title, chart: drawn.model(item.numbers.trend, title: name, maximum: highest))
    }
    return Trend(
      statistic: drawn.statistic.model(visit.language), charts: charts,
      table: table(place, comparison, asked, visit))
  }

  private static func table(
    _ place: Int, _ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest
  ) -> Table {
    let unit = asked.period.unit
    let title = visit.language("summary_by_\(unit)")
    let names = comparison.items.map(\.choice.title)
    let first = comparison.items.first?.numbers.trend ?? []
    let rows = first.indices.reversed().map { index -> [Table.Cell] in
      let cells = zip(names, comparison.items).map { name, item in
        Table.Cell(name, .number, visit.shown.value(item.numbers.trend[index].cells[place]))
      }
      return [Table.Cell(title, .text, TrendChart.name(of: first[index], unit, visit), isLead: true)] + cells
    }
    return Table(
      PeriodFigures.trendColumns[place].statistic.title(visit.language),
      [Table.Column(title, .text)] + names.map { Table.Column($0, .number) }, rows, visit.language)
  }
}
