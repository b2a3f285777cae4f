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
  }

  let title: String
  let shape: Shape
  /// The format of a value on the axis; `{}` is replaced by the number.
  let tick: String
  var maximum: Int?
  let points: [Point]

  struct Point {
    let label: String
    /// A shorter label for the axis.
    var axis: String?
    let value: Double
    /// The tooltip on hover and focus.
    let lines: [String]
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
