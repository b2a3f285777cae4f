package import Records

/// What is wrong with records on their way in: the first few whole, the rest counted.
package struct Faults: Error, Sendable {
  package private(set) var first: [RowFault] = []
  package private(set) var count = 0
  private let limit: Int

  package init(limit: Int) { self.limit = limit }

  package var isEmpty: Bool { count == 0 }

  package mutating func add(_ fault: RowFault) {
    count += 1
    if first.count < limit { first.append(fault) }
  }

  /// Adds a fault that may stand further up than those that are known: the first ones by line are kept.
  package mutating func insert(_ fault: RowFault) {
    count += 1
    let place = first.lastIndex { $0.line <= fault.line }.map { $0 + 1 } ?? 0
    if place < limit { first.insert(fault, at: place) }
    if first.count > limit { first.removeLast() }
  }

  /// Adds others, which may stand further up.
  package mutating func insert(_ others: Faults) {
    for fault in others.first { insert(fault) }
    count += others.count - others.first.count
  }

  /// Adds others, which come after those that are known.
  package mutating func add(_ other: Faults) {
    let room = limit - first.count
    first += other.first.prefix(max(0, room))
    count += other.count
  }
}
