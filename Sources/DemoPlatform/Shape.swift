/// What follows from the three givens of a platform by arithmetic alone: its history's span and the size of everything.
///
/// Groups, courses and the like grow with the square root of the number of users, as they do in real companies; that
/// also bounds what is held in memory.
struct Shape: Sendable {
  let users: Int
  let seed: UInt64
  let now: Int
  /// When the platform was opened; nothing is older.
  let launch: Int
  let root: Int

  init(users: Int, seed: UInt64, now: Int) {
    self.users = max(users, Shape.fewestUsers)
    self.seed = seed
    self.now = now
    launch = (CivilDay.of(now) - Shape.days) * .day + 8 * .hour
    root = max(4, Int(Double(self.users).squareRoot()))
  }

  /// Below it there is no room for the four accounts and their people.
  static let fewestUsers = 20
  /// Three years and some.
  private static let days = 1150

  var courses: Int { min(40 + root * 2, 600) }
  var assessments: Int { courses / 5 }
  var classrooms: Int { courses / 8 }
  var programs: Int { courses / 6 }
  /// At least as many as there are path statuses, so that the learner's account can show each on a path of its own.
  var paths: Int { max(8, courses / 10) }
  var authors: Int { max(4, courses / 8) }

  func dice(_ stream: Dice.Stream, _ index: Int) -> Dice { Dice(seed: seed, stream: stream, index: index) }

  /// The instant so many days before now.
  func daysAgo(_ days: Int) -> Int { now - days * .day }
}
