import Records
import Reports
import Statistics

/// Describes conditions in words.
struct ConditionWords {
  let language: Language

  /// "Average score ≥ 80".
  func text(_ condition: Condition) -> String {
    [title(condition.column), operation(condition.operation), values(condition)].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  func title(_ column: ConditionColumn) -> String {
    column.title ?? column.statistic?.title(language) ?? language.optional("report_key_\(column.key)")
      ?? language.optional("column_\(column.key)") ?? Statistic.named(column.key)?.title(language) ?? column.key
  }

  func operation(_ operation: ConditionOperation) -> String { language("condition_\(operation.rawValue)") }

  private func values(_ condition: Condition) -> String {
    condition.values.map { value in
      switch condition.column.kind {
      case .status: language.optional("status_\(value)") ?? value
      case _ where condition.operation == .between: value.replacing(",", with: " – ")
      default: value
      }
    }.joined(separator: " \(language("condition_or")) ")
  }
}
