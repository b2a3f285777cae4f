import Records

/// Records that came in with a fault in their own row. A reference to one of them is not reported as naming nothing.
package final class FaultyRecords {
  /// Of a kind with more of them no reference is judged: memory does not grow with faults.
  private static let limit = 100_000

  private var ids: [String: Set<ID>] = [:]
  /// Kinds with records of which not even the id could be read.
  private var unreadable: Set<String> = []

  package init() {}

  func add(_ id: String, of kind: String) {
    guard !unreadable.contains(kind) else { return }
    ids[kind, default: []].insert(ID(text: id))
    if ids[kind]?.count ?? 0 > Self.limit { leaveUnjudged(kind) }
  }

  /// To be told of a kind of which not all ids are known.
  package func leaveUnjudged(_ kind: String) {
    unreadable.insert(kind)
    ids[kind] = nil
  }

  package func isUnjudged(_ kind: String) -> Bool { unreadable.contains(kind) }

  func mayHold(_ id: String, of kind: String) -> Bool {
    unreadable.contains(kind) || ids[kind]?.contains(ID(text: id)) == true
  }

  func mayHoldAny(of kind: String) -> Bool { unreadable.contains(kind) || ids[kind]?.isEmpty == false }
}
