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
    let dates = [asked.days, asked.previous].flatMap { [$0.lowerBound, $0.upperBound] }.map { style.dateText(days: $0) }
    period = language(
      "compare_period", ["from": dates[0], "to": dates[1], "first": dates[2], "last": dates[3]])
    figures = Self.figures(comparison, asked, visit)
    trends = Comparison.trend.indices.map { Self.trend($0, comparison, asked, visit) }
  }

  private static func figures(_ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest) -> Table {
    let language = visit.language
    let title = language("compare_figure")
    let names = comparison.items.map(\.choice.title)
    let rows = Comparison.figures.indices.map { place -> [Table.Cell] in
      let figures = comparison.items.map { $0.figures[place] }
      let cells = zip(names, figures).enumerated().map { index, pair -> Table.Cell in
        var cell = Table.Cell(pair.0, .number, visit.shown.value(pair.1.value))
        let details = [index == 0 ? nil : difference(pair.1, to: figures[0], visit), previous(pair.1, visit)]
          .compactMap(\.self)
        cell.content.detail = details.isEmpty ? nil : details.joined(separator: " · ")
        return cell
      }
      return [Table.Cell(title, .text, Comparison.figures[place].statistic.title(language), isLead: true)] + cells
    }
    let links = comparison.items.map { item -> Table.Cell in
      let query = ExportRequest(
        ExportKind(.summary, asked.filters(item.choice.id, asked.days)), format: .csv
      ).query(asked.filters(item.choice.id, asked.days)).without(["format"])
      let href = Query([("type", "summary")] + query.items).text(after: "/reports/new")
      return Table.Cell(item.choice.title, .number, language("compare_open"), href: href, hint: item.choice.title)
    }
    return Table(
      language("compare_title"), [Table.Column(title, .text)] + names.map { Table.Column($0, .number) },
      rows + [[Table.Cell(title, .text, language("report_type_summary"), isLead: true)] + links])
  }

  /// "+12", "−1 h 05 min", "+2.5 points"; nil if one of the values is missing.
  private static func difference(_ figure: Comparison.Figure, to first: Comparison.Figure, _ visit: WebRequest)
    -> String?
  {
    guard let difference = figure.difference(to: first) else { return nil }
    if difference == 0 { return visit.language("compare_same") }
    let size = abs(difference)
    let text =
      switch figure.value {
      case .duration: visit.shown.duration(size)
      case .percent: visit.language("compare_points", ["value": visit.shown.text(.hundredths(size))])
      default: visit.shown.count(size)
      }
    return (difference > 0 ? "+" : "−") + text
  }

  private static func previous(_ figure: Comparison.Figure, _ visit: WebRequest) -> String? {
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
    let (language, statistic) = (visit.language, Comparison.trend[place].statistic)
    let isTime = statistic.unit == .duration
    let title = statistic.title(language)
    let highest = comparison.items.flatMap(\.trend).map { $0.cells[place].size }.max() ?? 0
    let charts = comparison.items.map { item -> Part in
      let points = item.trend.map { point in
        Chart.Point(
          label: name(point, asked.unit, visit), axis: visit.shown.value(point.name),
          value: point.cells[place].size, lines: [visit.shown.value(point.cells[place]) ?? language("none")])
      }
      let chart = Chart(
        title: language("compare_chart", ["figure": title, "name": item.choice.title]), shape: .columns,
        tick: isTime ? language("chart_hours", ["hours": "{}"]) : "{}", maximum: max(1, Int(highest.rounded(.up))),
        points: points)
      return Part(name: item.choice.title, chart: chart.model)
    }
    return Trend(statistic: statistic.model(language), charts: charts, table: table(place, comparison, asked, visit))
  }

  private static func table(
    _ place: Int, _ comparison: Comparison, _ asked: ComparisonQuery, _ visit: WebRequest
  ) -> Table {
    let title = visit.language("summary_by_\(asked.unit)")
    let names = comparison.items.map(\.choice.title)
    let first = comparison.items.first?.trend ?? []
    let rows = first.indices.reversed().map { index -> [Table.Cell] in
      let cells = zip(names, comparison.items).map { name, item in
        Table.Cell(name, .number, visit.shown.value(item.trend[index].cells[place]))
      }
      return [Table.Cell(title, .text, name(first[index], asked.unit, visit), isLead: true)] + cells
    }
    return Table(
      Comparison.trend[place].statistic.title(visit.language),
      [Table.Column(title, .text)] + names.map { Table.Column($0, .number) }, rows)
  }

  private static func name(_ point: Comparison.Point, _ unit: TimeUnit, _ visit: WebRequest) -> String {
    let name = visit.shown.value(point.name) ?? point.start
    return unit == .week ? visit.language("trend_week", ["date": name]) : name
  }
}

extension Cell {
  /// To draw: a count, or hours.
  fileprivate var size: Double {
    switch self {
    case .count(let number): Double(number)
    case .duration(let seconds): Double(seconds) / 3600
    default: 0
    }
  }
}
