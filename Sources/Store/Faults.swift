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

  package mutating func add(_ other: Faults) {
    let room = limit - first.count
    first += other.first.prefix(max(0, room))
    count += other.count
  }
}
