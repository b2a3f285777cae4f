/// The content of a program's block or a path's step.
enum Item: Sendable, Equatable {
  case course(Int)
  case assessment(Int)
  case classroom(Int)
  /// A session of a program; only in path steps.
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
