/// A set of fields of a record kind: one bit per field, in the order of the kind's fields (at most 62).
package struct FieldSet: Sendable, Equatable {
  package private(set) var bits: Int

  package static let none = FieldSet(bits: 0)
  package static let all = FieldSet(bits: Int.max)

  package init(bits: Int) { self.bits = bits }

  package init(_ indexes: some Sequence<Int>) { bits = indexes.reduce(0) { $0 | 1 << $1 } }

  package func contains(_ index: Int) -> Bool { bits & 1 << index != 0 }
  package func isSubset(of other: FieldSet) -> Bool { bits & ~other.bits == 0 }
  package func isDisjoint(with other: FieldSet) -> Bool { bits & other.bits == 0 }
  package mutating func insert(_ index: Int) { bits |= 1 << index }
}
