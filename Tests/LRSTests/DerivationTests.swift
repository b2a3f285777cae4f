import Testing

@testable import LRS

/// The worked examples of xapi.md §15 and sets of random statements, with records that two independent programs derived.
@Suite struct DerivationTests {
  @Test func `There are sets`() { #expect(StatementSet.all.count > 150) }

  @Test(arguments: StatementSet.all) func `Statements give exactly the expected records`(_ set: StatementSet) {
    check(set, set.copies)
    #expect(ReferenceDerivation.records(set.statements, set.given) == set.expected, "the reference differs")
  }

  @Test(arguments: StatementSet.all) func `The order of statements and repetitions change nothing`(_ set: StatementSet)
  {
    var random = SeededRandom(seed: 7)
    check(set, (set.copies + set.copies.prefix(5)).shuffled(using: &random))
    check(set, Array(set.copies.reversed()) + set.copies)
  }

  private func check(_ set: StatementSet, _ copies: [StatementCopy]) {
    let records = Derivation.records(of: copies, set.platform).map(\.text)
    #expect(Set(records).count == records.count, "a record occurs twice")
    let missing = set.expected.subtracting(records).sorted()
    let unexpected = Set(records).subtracting(set.expected).sorted()
    #expect(
      missing.isEmpty && unexpected.isEmpty,
      "missing:\n\(missing.joined(separator: "\n"))\nunexpected:\n\(unexpected.joined(separator: "\n"))")
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed gives the same numbers.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
