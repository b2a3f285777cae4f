import Store
import Synchronization

/// How many records were imported by API since the server started. `tallybook import` prints its own counts.
final class RecordMetrics: Sendable {
  private struct Outcome: Hashable, Comparable {
    let kind: String
    let result: String

    static func < (a: Outcome, b: Outcome) -> Bool { (a.kind, a.result) < (b.kind, b.result) }
  }

  private struct State {
    var records: [Outcome: Int] = [:]
    var taken = 0
    var refused = 0
  }

  private let state = Mutex(State())

  /// - Parameter kind: the name of a record type.
  func add(_ receipt: ImportCounts, of kind: String) {
    state.withLock { state in
      state.taken += 1
      for (result, count) in [("new", receipt.added), ("changed", receipt.changed), ("same", receipt.same)] {
        state.records[Outcome(kind: kind, result: result), default: 0] += count
      }
    }
  }

  func refuse() { state.withLock { $0.refused += 1 } }

  func write(to text: inout MetricsText) {
    let state = state.withLock { $0 }
    text.add(
      "tallybook_records_total", .counter, "Records imported by API, by kind: new, changed or unchanged.",
      state.records.sorted { $0.key < $1.key }.map { outcome, count in
        ([("kind", outcome.kind), ("result", outcome.result)], Double(count))
      })
    text.add(
      "tallybook_record_batches_total", .counter, "Batches of records by API: imported or rejected.",
      [([("outcome", "taken")], Double(state.taken)), ([("outcome", "refused")], Double(state.refused))])
  }
}
