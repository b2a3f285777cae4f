package import Records

/// Validation errors of an import: the first ones in full, and the total count.
package struct ValidationErrors: Error, Sendable {
  package private(set) var first: [RowError] = []
  package private(set) var count = 0
  private let limit: Int

  package init(limit: Int) { self.limit = limit }

  package var isEmpty: Bool { count == 0 }

  package mutating func add(_ fault: RowError) {
    count += 1
    if first.count < limit { first.append(fault) }
  }

  /// Adds a fault in order of lines; the first ones by line are kept.
  package mutating func insert(_ fault: RowError) {
    count += 1
    let place = first.lastIndex { $0.line <= fault.line }.map { $0 + 1 } ?? 0
    if place < limit { first.insert(fault, at: place) }
    if first.count > limit { first.removeLast() }
  }

  /// Adds other faults in order of lines.
  package mutating func insert(_ others: ValidationErrors) {
    for fault in others.first { insert(fault) }
    count += others.count - others.first.count
  }

  /// Appends other faults.
  package mutating func add(_ other: ValidationErrors) {
    let room = limit - first.count
    first += other.first.prefix(max(0, room))
    count += other.count
  }
}
