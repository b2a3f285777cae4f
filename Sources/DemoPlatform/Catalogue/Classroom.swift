/// A classroom whose slots are every few weeks, always on the same weekday and hour.
struct Classroom: Sendable {
  let number: Int
  let topic: Int
  private let first: Int
  private let period: Int
  /// From the platform's launch to some weeks from now.
  let slots: Int

  init(_ number: Int, _ shape: Shape) {
    var dice = shape.dice(.classroom, number)
    self.number = number
    topic = dice.below(Topics.all.count)
    let day = CivilDay.of(shape.launch) + 20 + dice.below(14)
    first = (day + CivilDay.daysToWorkday(day)) * .day + dice.within(7...14) * .hour
    period = dice.within(2...3) * 7 * .day
    slots = (shape.now + 50 * .day - first) / period
  }

  func startsAt(_ slot: Int) -> Int { first + slot * period }

  /// The first slot in `window`, if there is one.
  func slot(in window: Range<Int>) -> Int? {
    let slot = max(0, (window.lowerBound - first + period - 1) / period)
    return slot < slots && startsAt(slot) < window.upperBound ? slot : nil
  }
}
