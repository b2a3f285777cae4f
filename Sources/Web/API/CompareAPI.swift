import Hummingbird
import Reports
import Statistics
import Support

/// The API of comparisons.
enum CompareAPI {
  static let parameters: Parameters = [
    .many("group"), .many("user"), .many("session"), "period", "from", "to", .many(Condition.parameter),
  ]

  static func show(_ visit: WebRequest) async throws -> Response {
    let asked = try ComparisonQuery(try visit.query(), visit)
    try asked.check()
    let viewer = try visit.viewer
    let comparison = try await visit.read { try Comparison(asked, for: viewer, $0) }
    visit.audit(comparison)
    return JSONValue(comparison, asked).response()
  }
}

extension WebRequest {
  /// One entry; of users one for each of them, since an entry is about one person.
  func audit(_ comparison: Comparison) {
    for subject in comparison.users.isEmpty ? [nil] : comparison.users.map({ $0 as Int? }) {
      audit("compare.view", subject: subject, rows: comparison.items.count)
    }
  }
}

extension JSONValue {
  init(_ comparison: Comparison, _ asked: ComparisonQuery) {
    self = [
      "kind": .string(asked.kind.rawValue), "period": Self.days(asked.period.days),
      "previous": Self.days(asked.period.previous), "unit": .string(asked.period.unit.rawValue),
      "items": .array(comparison.items.map { Self.item($0, first: comparison.items[0]) }),
    ]
  }

  private static func item(_ item: Comparison.Item, first: Comparison.Item) -> JSONValue {
    let figures = zip(item.numbers.figures, first.numbers.figures).map { figure, first -> (String, JSONValue) in
      let difference = figure.difference(to: first).map { difference -> JSONValue in
        if case .percent = figure.value { .hundredths(difference) } else { .integer(difference) }
      }
      return (
        figure.column.rawValue,
        [
          "value": JSONValue(figure.value), "previous": JSONValue(figure.previous), "difference": difference ?? .null,
        ]
      )
    }
    return [
      "id": .string(item.choice.id), "name": .string(item.choice.title), "figures": .object(figures),
      "trend": .array(item.numbers.trend.map { JSONValue($0) }),
    ]
  }
}
