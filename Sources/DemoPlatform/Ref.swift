/// An id of the platform: a letter for the kind, a number, and for parts a separator and their number (`u12`, `p3s1`,
/// `a12-5`). Two words instead of a string, since millions of them are written.
struct Ref: Sendable, Equatable {
  let letter: UInt8
  let mark: UInt8
  let number: Int32
  let part: Int32

  init(_ kind: Kind, _ number: Int) {
    letter = kind.rawValue
    mark = 0
    self.number = Int32(truncatingIfNeeded: number)
    part = 0
  }

  init(_ kind: Kind, _ number: Int, part: Int) {
    letter = kind.rawValue
    mark = kind == .program || kind == .path ? UInt8(ascii: "s") : UInt8(ascii: "-")
    self.number = Int32(truncatingIfNeeded: number)
    self.part = Int32(truncatingIfNeeded: part)
  }

  /// The letters of ids. Sessions are parts of their program or path, slots of their classroom.
  enum Kind: UInt8 {
    case answer = 0x6E  // n
    case assessment = 0x6D  // m
    case attempt = 0x61  // a
    case certificate = 0x6B  // k
    case classroom = 0x72  // r
    case course = 0x63  // c
    case group = 0x67  // g
    case learningNeed = 0x6C  // l
    case path = 0x68  // h
    case post = 0x62  // b
    case program = 0x70  // p
    case project = 0x6A  // j
    case question = 0x71  // q
    case reaction = 0x7A  // z
    case result = 0x65  // e
    case activity = 0x73  // s
    case tag = 0x74  // t
    case user = 0x75  // u
  }
}
