/// A small random number generator (SplitMix64, Steele, Lea and Flood 2014) with random access to its sequence.
///
/// Everything in a demo platform is derived from dice seeded by (seed, stream, index), so that nothing has to be
/// stored: the same request always gives the same person, course or day.
struct Dice: Sendable {
  private var state: UInt64

  init(seed: UInt64, stream: Stream, index: Int) {
    state = Dice.mix(seed &+ Dice.step &* (stream.rawValue &+ 1))
    state = Dice.mix(state ^ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95)
  }

  /// The purpose of the dice. Separate streams keep the throws for one subject from changing another's.
  enum Stream: UInt64 {
    case person, profile, roles, history, talk, course, question, program, path, session, classroom, names
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= Dice.step
    return Dice.mix(state)
  }

  /// A number in 0..<`bound`; 0 if `bound` is below 1.
  mutating func below(_ bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in `range`; its lower bound if the range is empty.
  mutating func within(_ range: Range<Int>) -> Int { range.lowerBound + below(range.count) }

  /// A number in `range`, both ends included.
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True with a probability of `percent` %.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of `choices`, which must not be empty.
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
