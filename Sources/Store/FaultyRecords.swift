import Records

/// Records whose own row is faulty. References to them are not reported as unknown.
package final class FaultyRecords {
  /// Beyond this number per kind, references to the kind are not checked, so that memory does not grow with faults.
  private static let limit = 100_000

  private var ids: [String: Set<ID>] = [:]
  /// Kinds whose references are not checked, for example because an id could not be read.
  private var unreadable: Set<String> = []

  package init() {}

  func add(_ id: String, of kind: String) {
    guard !unreadable.contains(kind) else { return }
    ids[kind, default: []].insert(ID(text: id))
    if ids[kind]?.count ?? 0 > Self.limit { leaveUnjudged(kind) }
  }

  /// Must be called for a kind with records whose id is unknown.
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
