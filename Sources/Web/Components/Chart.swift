import Statistics
import Support

/// A chart: the data for the script, as JSON, and the texts around it. The page also has the same data as a table, for
/// accessibility.
struct Chart {
  enum Shape: String, Encodable {
    /// Axes in a circle; drawn as bars if there are fewer than three.
    case radar
    /// Horizontal bars, one per point.
    case bars
    /// Vertical bars along time.
    case columns
    /// Lines along time.
    case lines
  }

  let title: String
  let shape: Shape
  /// The format of a value on the axis; `{}` is replaced by the number.
  let tick: String
  var maximum: Int?
  let points: [Point]
  /// Several values per point; empty: one, that of the point.
  var series: [Series] = []

  struct Point {
    let label: String
    /// A shorter label for the axis.
    var axis: String?
    /// Nil for no value.
    let value: Double?
    /// The tooltip on hover and focus; with series, a line for each.
    let lines: [String]
  }

  struct Series {
    let label: String
    /// One per point.
    let values: [Double?]
    /// Whether it stands for all series that have none of their own.
    var isRest = false
  }

  /// For `chart.mustache`.
  struct Model: TemplateModel {
    let title: String
    let shape: Shape
    /// JSON for the script.
    let data: String
  }

  var model: Model { Model(title: title, shape: drawn, data: data.text) }

  private var drawn: Shape { shape == .radar && points.count < 3 ? .bars : shape }

  private var data: JSONValue {
    let points = points.map { point in
      JSONValue.object([
        ("label", .string(point.label)), ("axis", .string(point.axis)),
        ("value", JSONValue(hundredths: point.value)),
        ("lines", .array(point.lines.map { .string($0) })),
      ])
    }
    var members: [(String, JSONValue)] = [
      ("shape", .string(drawn.rawValue)), ("tick", .string(tick)), ("points", .array(points)),
    ]
    if let maximum { members.append(("maximum", .integer(maximum))) }
    if !series.isEmpty { members.append(("series", .array(series.map(\.data)))) }
    return .object(members)
  }
}

extension Chart.Series {
  fileprivate var data: JSONValue {
    .object([
      ("label", .string(label)), ("values", .array(values.map(JSONValue.init(hundredths:)))), ("isRest", .bool(isRest)),
    ])
  }
}

extension JSONValue {
  fileprivate init(hundredths number: Double?) {
    self = number.map { .hundredths(Int(($0 * 100).rounded())) } ?? .null
  }
}
