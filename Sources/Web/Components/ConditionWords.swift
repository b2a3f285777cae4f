import Records
import Reports
import Statistics

/// Describes conditions in words.
struct ConditionWords {
  let language: Language

  /// "Average score ≥ 80".
  /// - Parameter hidesValue: if the reader must not see what another user compares with: "Average score ≥ …".
  func text(_ condition: Condition, hidesValue: Bool = false) -> String {
    let value = hidesValue && condition.operation.takesValue ? "…" : values(condition)
    return [title(condition.column), operation(condition.operation), value].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  func title(_ column: ConditionColumn) -> String {
    column.title ?? column.statistic?.title(language) ?? language.optional("report_key_\(column.key)")
      ?? language.optional("column_\(column.key)") ?? (column.shown ?? Statistic.named(column.key))?.title(language)
      ?? column.key
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
