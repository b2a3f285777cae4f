import Statistics

/// The chart of a *Summary*: bars, or lines along time, of its first column of numbers. A second dimension gives the
/// series.
struct SummaryChart {
  private let table: SummaryTable
  private let titles: [String]
  private let shown: DisplayFormat
  /// The index of the drawn column: the first other than *Users*, which is the same in every unit of time.
  private let column: Int
  /// The indices of the dimensions along the axis, and of the series.
  private let axis: Int
  private let other: Int?

  private static let seriesLimit = 8
  private static let barLimit = 40
  private static let unitLimit = 400

  /// - Parameter titles: the headings of the table.
  init(_ table: SummaryTable, _ titles: [String], _ shown: DisplayFormat) {
    self.table = table
    self.titles = titles
    self.shown = shown
    column = table.columns.firstIndex { $0 != .users } ?? 0
    let axis = table.dimensions.firstIndex { $0.unit != nil } ?? 0
    self.axis = axis
    other = table.dimensions.indices.first { $0 != axis }
  }

  /// Nil if there is nothing to draw, or too many units of time.
  var model: Chart.Model? {
    let isTime = table.dimensions[axis].unit != nil
    let points = bundles(axis, limit: isTime ? .max : Self.barLimit)
    if points.isEmpty || isTime && points.count > Self.unitLimit { return nil }
    let series = other.map { bundles($0, limit: Self.seriesLimit) } ?? []
    let cells = cells(points, series)
    let unit = table.columns[column].statistic.unit
    return Chart(
      title: title, shape: isTime ? .lines : .bars, tick: tick(unit), maximum: unit == .percent ? 100 : nil,
      points: zip(points, cells).map { point, cells in
        Chart.Point(
          label: point.title, value: series.isEmpty ? cells[0].number : nil, lines: lines(cells, series))
      },
      series: series.enumerated().map { index, one in
        Chart.Series(label: one.title, values: cells.map { $0[index].number }, isRest: one.isRest)
      }
    ).model
  }

  private var title: String {
    let by = titles.prefix(table.dimensions.count).joined(separator: " × ")
    return shown.language("summary_chart", ["column": titles[table.dimensions.count + column], "by": by])
  }

  private func tick(_ unit: StatisticUnit) -> String {
    switch unit {
    case .percent: shown.language("percent", ["value": "{}"])
    case .duration: shown.language("chart_hours", ["hours": "{}"])
    default: "{}"
    }
  }

  /// What a point says: its value, or that of each series.
  private func lines(_ cells: [Cell], _ series: [Bundle]) -> [String] {
    let values = cells.map { shown.value($0) ?? shown.language("none") }
    if series.isEmpty { return values }
    return zip(series, values).map { shown.language("chart_line", ["name": $0.title, "value": $1]) }
  }
}

// The members that are drawn.

extension SummaryChart {
  /// A value of a dimension, or the rest of them.
  private struct Bundle {
    let title: String
    let isRest: Bool
    let members: Set<[UInt8]?>
  }

  private func key(_ row: SummaryTable.Row, _ place: Int) -> [UInt8]? { row.by[place].id.map { Array($0.utf8) } }

  /// The members of a dimension in the order of the rows: those with the greatest sums, and the rest as the last one.
  private func bundles(_ place: Int, limit: Int) -> [Bundle] {
    var order: [(key: [UInt8]?, title: String)] = []
    var sums: [[UInt8]?: Double] = [:]
    for row in table.rows {
      let key = key(row, place)
      if sums[key] == nil { order.append((key, shown.value(row.by[place].name) ?? "")) }
      sums[key, default: 0] += row.cells[column].number ?? 0
    }
    guard order.count > limit else { return order.map { Bundle(title: $0.title, isRest: false, members: [$0.key]) } }
    let greatest = order.enumerated().sorted { a, b in
      let (left, right) = (sums[a.element.key] ?? 0, sums[b.element.key] ?? 0)
      return left == right ? a.offset < b.offset : left > right
    }
    let kept = greatest.prefix(limit).map(\.offset).sorted().map { order[$0] }
    let rest = greatest.dropFirst(limit).map(\.element.key)
    return kept.map { Bundle(title: $0.title, isRest: false, members: [$0.key]) }
      + [Bundle(title: shown.language.plural("summary_others", rest.count), isRest: true, members: Set(rest))]
  }

  /// The cells of each point; one if there are no series.
  private func cells(_ points: [Bundle], _ series: [Bundle]) -> [[Cell]] {
    func places(_ bundles: [Bundle]) -> [[UInt8]?: Int] {
      Dictionary(uniqueKeysWithValues: bundles.enumerated().flatMap { place, one in one.members.map { ($0, place) } })
    }
    let (along, across) = (places(points), places(series))
    var found = points.map { _ in Array(repeating: [Cell](), count: max(1, series.count)) }
    for row in table.rows {
      guard let point = along[key(row, axis)], let one = other.map({ across[key(row, $0)] }) ?? 0 else { continue }
      found[point][one].append(row.cells[column])
    }
    return found.map { $0.map(sum) }
  }

  /// Whether no two members of a dimension count the same user or fact in the column.
  private func isDisjoint(_ dimension: SummaryDimension) -> Bool {
    let ofUsers: [SummaryColumn] = [.users, .activeUsers, .activeShare, .timePerUser]
    switch dimension {
    case .group, .manager: return false
    case .course: return !ofUsers.contains(table.columns[column])
    case .programSession, .pathSession: return !(ofUsers + [.completedCourses]).contains(table.columns[column])
    default: return true
    }
  }

  /// The cell of several rows together: sums, and pooled means; none if the rows count a user or a fact several times.
  private func sum(_ cells: [Cell]) -> Cell {
    guard cells.count > 1 else { return cells.first ?? .none }
    guard table.dimensions.allSatisfy(isDisjoint) else { return .none }
    var (number, count) = (0, 0)
    for case .percent(let mean) in cells { (number, count) = (number + mean.numerator, count + mean.denominator) }
    switch table.columns[column].statistic.unit {
    case .percent: return count == 0 ? .none : .percent(Fraction(number, count))
    case .duration: return table.columns[column] == .timePerUser ? .none : .duration(cells.reduce(0) { $0 + $1.whole })
    default: return .count(cells.reduce(0) { $0 + $1.whole })
    }
  }
}

extension Cell {
  fileprivate var whole: Int {
    switch self {
    case .count(let number), .duration(let number): number
    default: 0
    }
  }

  /// The number to draw: a count, hours or percent.
  fileprivate var number: Double? {
    switch self {
    case .count(let count): Double(count)
    case .duration(let seconds): Double(seconds) / 3600
    case .percent(let mean): Double(mean.numerator) / Double(mean.denominator) / 100
    default: nil
    }
  }
}
