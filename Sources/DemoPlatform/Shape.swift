/// Values derived from the three parameters of a platform: the span of its history and all sizes.
///
/// The numbers of groups, courses and the like grow with the square root of the number of users, as in real companies;
/// that also bounds memory.
struct Shape: Sendable {
  let users: Int
  let seed: UInt64
  let now: Int
  /// The platform's launch; nothing is older.
  let launch: Int
  let root: Int

  init(users: Int, seed: UInt64, now: Int) {
    self.users = max(users, Shape.fewestUsers)
    self.seed = seed
    self.now = now
    launch = (CivilDay.of(now) - Shape.days) * .day + 8 * .hour
    root = max(4, Int(Double(self.users).squareRoot()))
  }

  /// With fewer users the four accounts and their people would not fit.
  static let fewestUsers = 20
  /// A little over three years.
  private static let days = 1150

  var courses: Int { min(40 + root * 2, 600) }
  var assessments: Int { courses / 5 }
  var classrooms: Int { courses / 8 }
  var programs: Int { courses / 6 }
  /// At least the number of path statuses, so that the learner's account can show each on a different path.
  var paths: Int { max(8, courses / 10) }
  var authors: Int { max(4, courses / 8) }

  func dice(_ stream: Dice.Stream, _ index: Int) -> Dice { Dice(seed: seed, stream: stream, index: index) }

  /// The instant `days` days before now.
  func daysAgo(_ days: Int) -> Int { now - days * .day }
}
