import Calendar

/// A session of a program or a path, with a start and an end.
struct Session: Sendable {
  let ref: Ref
  /// The number of the program or path.
  let owner: Int
  let phase: Phase
  let createdAt: Int
  let startsAt: Int?
  let endsAt: Int?
  let instructors: [Int]

  /// The state of a session at `now`. Every program and path has one of each, and two past ones.
  enum Phase: Int, Sendable, CaseIterable {
    case longPast, past, running, fresh, upcoming
  }

  /// The session of a program or path in `phase`.
  ///
  /// - Parameter mayBeEndless: whether a running one may also lack a start. Due times of paths need one.
  init(_ kind: Ref.Kind, _ owner: Int, _ phase: Phase, _ shape: Shape, authors: [Int], mayBeEndless: Bool) {
    var dice = shape.dice(.session, owner * 16 + phase.rawValue * 2 + (kind == .path ? 1 : 0))
    ref = Ref(kind, owner, part: phase.rawValue)
    self.owner = owner
    self.phase = phase
    let days: (start: Int, end: Int?)
    switch phase {
    case .longPast: days = (-dice.within(650...740), -dice.within(450...520))
    case .past: days = (-dice.within(350...420), -dice.within(150...240))
    case .running: days = (-dice.within(130...200), [nil, 5, 25][owner % 3])
    case .fresh: days = (-dice.within(6...14), dice.within(25...90))
    case .upcoming: days = (dice.within(5...40), dice.within(100...150))
    }
    let today = CivilDay.of(shape.now)
    let start = (today + days.start) * .day + 8 * .hour
    let isEndless = mayBeEndless && phase == .running && Session.isEndless(owner)
    startsAt = isEndless ? nil : start
    endsAt = days.end.map { (today + $0) * .day + 18 * .hour }
    // Without start and end; path steps refer to it.
    createdAt = isEndless ? shape.launch + 70 * .day : min(start - dice.within(7...30) * .day, shape.daysAgo(1))
    let first = dice.pick(authors)
    let second = dice.pick(authors)
    instructors = dice.chance(15) ? [] : second == first || dice.chance(60) ? [first] : [first, second]
  }

  /// Whether the running session of a program has neither a start nor an end.
  static func isEndless(_ program: Int) -> Bool { program % 3 == 0 }

  func name(_ title: String) -> String {
    let civil = CivilDate(days: CivilDay.of(startsAt ?? createdAt))
    let season = ["winter", "spring", "summer", "autumn"][civil.month % 12 / 3]
    return "\(title), \(season) \(civil.year)"
  }
}
