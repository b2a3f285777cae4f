/// A row of a list of insights.md §5.
package struct RankedRow: Sendable {
  package let id: String
  private var values: [String: ReferencePlatform.ConditionValue] = [:]

  init(id: String) { self.id = id }

  /// By the column's key.
  subscript(key: String) -> ReferencePlatform.ConditionValue {
    get { values[key, default: ReferencePlatform.ConditionValue.none] }
    set { values[key] = newValue }
  }

  /// The numbers, as in the API.
  package func json(_ keys: [String]) -> String { keys.map { json($0).compareForm }.joined(separator: " ") }

  private func json(_ key: String) -> ExactJSON {
    switch self[key] {
    case .number(let number) where RankedList.counts.contains(key): ExactJSON.whole(Int(number.numerator))
    case .number(let number): ExactJSON.mean(number)
    case .instant(let seconds): ExactJSON.instant(seconds)
    case .text(let text): ExactJSON.text(text)
    case .none, .code, .date, .names: ExactJSON.null
    }
  }
}
