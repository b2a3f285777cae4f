/// A small generator of random numbers (Steele, Lea and Flood, 2014): the same seed gives the same numbers everywhere.
package struct SplitMix64: Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package mutating func whole(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True in this percentage of cases.
  package mutating func chance(_ percent: Int) -> Bool { whole(in: 0...99) < percent }

  package mutating func pick<Value>(_ values: [Value]) -> Value { values[whole(in: 0...values.count - 1)] }

  /// The value in this percentage of cases, otherwise `nil`.
  package mutating func maybe<Value>(_ percent: Int, _ value: Value) -> Value? { chance(percent) ? value : nil }

  package mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var shuffled = values
    for index in shuffled.indices.dropFirst() { shuffled.swapAt(index, whole(in: 0...index)) }
    return shuffled
  }

  /// Some of the values, each once, in random order; fewer if there are not enough.
  package mutating func some<Value>(_ count: ClosedRange<Int>, of values: [Value]) -> [Value] {
    Array(shuffled(values).prefix(whole(in: count)))
  }
}
