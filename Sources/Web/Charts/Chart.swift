import Statistics

/// A chart: what the script draws, as JSON without words of its own, and what a page says beside it. The same data
/// stands as a table on the page, for whoever does not see the chart.
struct Chart {
  enum Shape: String {
    /// Axes in a circle; with fewer than three it falls back to bars.
    case radar
    /// Bars that lie, a line for each point.
    case bars
    /// Bars that stand, along time.
    case columns
  }

  let id: String
  let title: String
  let shape: Shape
  /// How a value on the axis is written: `{}` is the number.
  let tick: String
  var maximum: Int?
  let points: [Point]

  struct Point {
    let label: String
    /// Shorter, for the axis.
    var axis: String?
    let value: Double
    /// What stands there on hover and focus.
    let lines: [String]
  }

  var model: PageModel { ["id": id, "title": title, "data": data.text, "shape": drawn.rawValue] }

  private var drawn: Shape { shape == .radar && points.count < 3 ? .bars : shape }

  private var data: JSONValue {
    let points = points.map { point in
      JSONValue.object([
        ("label", .string(point.label)), ("axis", .string(point.axis)),
        ("value", .hundredths(Int((point.value * 100).rounded()))),
        ("lines", .array(point.lines.map { .string($0) })),
      ])
    }
    var members: [(String, JSONValue)] = [
      ("shape", .string(drawn.rawValue)), ("tick", .string(tick)), ("points", .array(points)),
    ]
    if let maximum { members.append(("maximum", .integer(maximum))) }
    return .object(members)
  }
}
