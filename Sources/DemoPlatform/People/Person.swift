/// A person as far as the history needs it; names and the like are derived when they are written.
struct Person: Sendable {
  let index: Int
  let createdAt: Int
  let deletedAt: Int?
  /// The end of activity: deletion, loss of interest, or now.
  let activeUntil: Int
  let zone: NamePool.TimeZone
  /// BCP 47.
  let language: String
  let team: Int
  /// Attempts relative to the average person, in percent; 0 for people who never started.
  let eagerness: Int
  /// 0…100; the centre of the person's scores.
  let talent: Int

  var ref: Ref { Ref(.user, index) }

  init(_ index: Int, _ shape: Shape, _ names: NameBook) {
    self.index = index
    var dice = shape.dice(.person, index)
    let createdAt = Person.creation(index, shape, &dice)
    self.createdAt = createdAt
    let deletedAt = shape.isDeleted(index) ? Person.deletion(index, createdAt, shape, &dice) : nil
    self.deletedAt = deletedAt
    let stays = shape.isAccount(index) || !dice.chance(15)
    let interest = stays ? shape.now : dice.within(createdAt..<shape.now)
    activeUntil = min(deletedAt ?? shape.now, interest)
    let pool = NamePool.all[names.pool(shape.bearer(index))]
    zone = dice.pick(pool.zones)
    language = pool.language
    team = shape.team(index)
    eagerness = index == shape.learner ? 250 : dice.pick(Person.eagernesses) * dice.within(80...120) / 100
    talent = index == shape.learner ? 70 : (dice.below(60) + dice.below(60)) / 2 + 35
  }

  /// Skewed as in practice: a sixth of the people do half of the learning. The mean is 100.
  private static let eagernesses = [0, 5, 10, 15, 25, 35, 45, 60, 70, 85, 100, 120, 150, 200, 280, 400]

  private static func creation(_ index: Int, _ shape: Shape, _ dice: inout Dice) -> Int {
    if index < 10 || shape.isAccount(index) { return shape.launch + index % 10 * .hour }
    if index == shape.leaver { return shape.launch + 60 * .day }
    if index == shape.returner { return shape.daysAgo(40) }
    let first = shape.launch + .day
    // Most people are created in the first weeks; later ones are hired one by one. People who left had been there a
    // while.
    if dice.chance(40) { return first + dice.below(60 * .day) }
    return dice.within(first..<(shape.isDeleted(index) ? shape.daysAgo(200) : shape.now - .day))
  }

  private static func deletion(_ index: Int, _ createdAt: Int, _ shape: Shape, _ dice: inout Dice) -> Int {
    if index == shape.leaver { return shape.daysAgo(100) }
    return dice.within(createdAt + 30 * .day..<shape.now)
  }
}
