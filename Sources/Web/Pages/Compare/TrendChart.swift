import Reports
import Statistics

/// A figure of a trend by week or month, as a chart.
struct TrendChart {
  /// The place of the figure in `PeriodFigures.trendColumns`.
  let place: Int
  let unit: TimeUnit
  let visit: WebRequest

  var statistic: Statistic { PeriodFigures.trendColumns[place].statistic }

  /// - Parameter maximum: of the axis; nil: that of the points.
  func model(_ points: [PeriodFigures.Point], title: String, maximum: Int? = nil) -> Chart.Model {
    let tick = statistic.unit == .duration ? visit.language("chart_hours", ["hours": "{}"]) : "{}"
    return Chart(
      title: title, shape: .columns, tick: tick, maximum: maximum ?? Self.maximum(place, of: points),
      points: points.map { point in
        Chart.Point(
          label: Self.name(of: point, unit, visit), axis: visit.shown.value(point.name),
          value: point.cells[place].size, lines: [visit.shown.value(point.cells[place]) ?? visit.language("none")])
      }
    ).model
  }

  static func maximum(_ place: Int, of points: [PeriodFigures.Point]) -> Int {
    max(1, Int((points.map { $0.cells[place].size }.max() ?? 0).rounded(.up)))
  }

  static func name(of point: PeriodFigures.Point, _ unit: TimeUnit, _ visit: WebRequest) -> String {
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
