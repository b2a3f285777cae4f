import Access
import Calendar
import Reports
import Spreadsheets
import Statistics

/// The parts of the overview.
struct OverviewView {
  let asked: OverviewQuery
  let period: ComparedPeriod
  let query: Query
  let content: OverviewPage.Content
  let visit: WebRequest

  private var language: Language { visit.language }
  private var overview: Overview { content.overview }
  /// The parameters of the filters.
  private var filters: Query { asked.filters.query }

  func model(_ form: OverviewForm) throws -> OverviewPage.Model {
    OverviewPage.Model(
      form: form,
      conditions: content.columns.isEmpty
        ? nil : .init(OverviewPage.path, query, among: content.columns, visit),
      connect: try isWithoutData ? connect : [], period: periodInWords, figures: overview.numbers.figures.map(tile),
      now: AttentionFigure.allCases.map(tile), attention: content.lists.filter { !$0.rows.isEmpty }.map(part),
      trend: trend, groups: groups, charts: visit.services.settings.chartLibrary != nil)
  }

  private var periodInWords: String {
    let dates = [period.days, period.previous].flatMap { [$0.lowerBound, $0.upperBound] }.map {
      visit.shown.style.dateText(days: $0)
    }
    return language(
      "overview_compared", ["from": dates[0], "to": dates[1], "first": dates[2], "last": dates[3]])
  }

  /// Whether the owner or an administrator sees nobody else.
  private var isWithoutData: Bool {
    get throws {
      let users = overview.numbers.figures.first { $0.column == .users }?.value
      return try visit.viewer.roles.seesEverybody && !asked.isFiltered && (users == .count(0) || users == .count(1))
    }
  }

  private var connect: [OverviewPage.Model.Way] {
    ["folder", "moodle", "xapi", "scim"].map { way in
      OverviewPage.Model.Way(
        title: language("overview_connect_\(way)"), detail: language("overview_connect_\(way)_detail"))
    }
  }
}

// Figures.

extension OverviewView {
  private func tile(_ figure: PeriodFigures.Figure) -> Tile {
    Tile(
      statistic: figure.column.statistic.model(language), value: visit.shown.value(figure.value),
      href: report(figure.column), change: figure.column == .users ? nil : change(figure))
  }

  private func change(_ figure: PeriodFigures.Figure) -> Tile.Change? {
    guard let before = visit.shown.value(figure.previous) else { return nil }
    guard let change = figure.change else {
      return Tile.Change(arrow: "=", words: language("compare_before", ["value": before]))
    }
    if change == 0 { return Tile.Change(arrow: "=", words: language("overview_same", ["before": before])) }
    let size = visit.shown.size(change, like: figure.value)
    return Tile.Change(
      arrow: change > 0 ? "↑" : "↓",
      words: language(change > 0 ? "overview_up" : "overview_down", ["change": size, "before": before]))
  }

  private func tile(_ figure: AttentionFigure) -> Tile {
    Tile(
      statistic: figure.statistic.model(language), value: language.number(overview.now[figure] ?? 0),
      href: filters.text(after: AttentionPage.path(figure.list)))
  }

  /// The report with what a figure counts: *General stats* if it has the column, otherwise *Summary* with its total.
  private func report(_ column: SummaryColumn) -> String {
    var filters = asked.filters
    if query["period"] != nil || query["from"] == nil, query["to"] == nil {
      filters.period = RelativePeriod(rawValue: query["period"] ?? ComparedPeriod.usual.rawValue)
    } else {
      (filters.from, filters.to) = (Instant.dateText(period.days.lowerBound), Instant.dateText(period.days.upperBound))
    }
    var kind = CustomReport.Kind.generalStats
    if column != .users {
      filters.columns = [column.rawValue]
      if !kind.type.columns.contains(column.rawValue) {
        (kind, filters.by, filters.hasTotal) = (.summary, [period.unit.rawValue], true)
      }
    }
    return Query([("type", kind.rawValue)] + filters.query.items).text(after: "/reports/new")
  }
}

// Lists, trend and groups.

extension OverviewView {
  private func part(_ kind: AttentionKind, _ rows: [AttentionList.Row]) -> OverviewPage.Model.Part {
    let path = AttentionPage.path(kind)
    let title = kind.statistic.title(language)
    let count = AttentionFigure.allCases.first { $0.list == kind }.flatMap { overview.now[$0] } ?? rows.count
    return OverviewPage.Model.Part(
      id: kind.rawValue, title: title,
      all: FileLink(
        title: language("overview_all", ["count": language.number(count)]), href: filters.text(after: path), hint: title
      ),
      downloads: FileLink.all("\(path)/download", filters, of: title, language),
      table: AttentionTable(kind: kind, links: content.links, visit: visit).model(rows))
  }

  private var trend: OverviewPage.Model.Trend {
    let points = overview.numbers.trend
    let figures = PeriodFigures.trendColumns.indices.map { place in
      let chart = TrendChart(place: place, unit: period.unit, visit: visit)
      return OverviewPage.Model.Figure(
        statistic: chart.statistic.model(language),
        chart: chart.model(points, title: chart.statistic.title(language)))
    }
    let title = language("summary_by_\(period.unit)")
    let titles = PeriodFigures.trendColumns.map { $0.statistic.title(language) }
    let rows = points.reversed().map { point in
      [Table.Cell(title, .text, TrendChart.name(of: point, period.unit, visit), isLead: true)]
        + zip(titles, point.cells).map { Table.Cell($0, .number, visit.shown.value($1)) }
    }
    return OverviewPage.Model.Trend(
      figures: figures,
      table: Table(
        language("overview_trend"), [Table.Column(title, .text)] + titles.map { Table.Column($0, .number) }, rows,
        language))
  }

  private var groups: Table {
    let title = language("summary_by_group")
    let columns = Overview.groupColumns.map(\.statistic)
    let rows = overview.groups.map { group in
      [
        Table.Cell(
          title, .text, group.name, isLead: true, href: content.links.address(of: .group, group.id), opens: true)
      ]
        + zip(columns, group.cells).map { Table.Cell($0.title(language), .number, visit.shown.value($1)) }
    }
    return Table(
      language("overview_groups"),
      [Table.Column(title, .text)]
        + columns.map { Table.Column($0.title(language), .number, statistic: $0.model(language)) },
      rows, language, empty: Table.EmptyState(title: language("overview_no_groups")))
  }
}

extension DisplayFormat {
  /// The size of a difference between two values: "12", "1 h 05 min", "2.5 points".
  func size(_ difference: Int, like value: Cell) -> String {
    let size = abs(difference)
    return switch value {
    case .duration: duration(size)
    case .percent: language("compare_points", ["value": text(.hundredths(size))])
    default: count(size)
    }
  }
}
