/// What a block of a program or a step of a path consists in.
enum Item: Sendable, Equatable {
  case course(Int)
  case assessment(Int)
  case classroom(Int)
  /// A session of a program; in steps of paths alone.
  case program(Int)
}

/// A block of a program or a step of a path.
struct Block: Sendable {
  let item: Item
  var isMandatory = true
  /// In percent.
  var minScore: Int?
  var attemptsLimit: Int?
  var dueAfterDays: Int?
}
