/// Blocks of programs and steps of paths.
extension LearnerStory {
  /// The part of a window in which block `position` of `count` is done.
  func share(_ window: Range<Int>, _ position: Int, of count: Int) -> Range<Int> {
    let length = window.count / max(1, count)
    let from = window.lowerBound + position * length
    return from..<from + length
  }

  /// Completes a block, with the score it requires.
  ///
  /// - Parameter steps: those of the path, if the block is a step of one.
  /// - Returns: when it was done; nil for a classroom without a slot in the window.
  mutating func complete(_ block: Block, _ place: Place, _ window: Range<Int>, steps: [Block] = []) -> Int? {
    let least = (block.minScore ?? 0) * 100
    switch block.item {
    case .course(let number):
      let course = company.courses[number]
      let tries = 1 + dice.below(block.attemptsLimit ?? 3)
      let score = roll(course).map { max(least, $0) }
      return play(course, place, window, tries: tries, ending: .completed(score: score))
    case .assessment(let number):
      if dice.chance(15) { _ = assess(number, place, share(window, 0, of: 2), score: 3000 + dice.below(1500)) }
      return assess(number, place, share(window, 1, of: 2), score: max(least, 5000, roll()))
    case .classroom(let number): return attend(number, place, window, .present)
    case .program(let number): return complete(number, place, window, steps)
    }
  }

  /// Completes a whole program as a step of a path.
  private mutating func complete(_ program: Int, _ place: Place, _ window: Range<Int>, _ steps: [Block]) -> Int? {
    let blocks = company.programs[program].blocks
    var last: Int?
    for (position, block) in blocks.enumerated() {
      // A fact that names the path would also count in the path's own step on the same item.
      let isStep = steps.contains { $0.item == block.item }
      let inside = Place(program: company.endlessSession(of: program), path: isStep ? nil : place.path)
      last = complete(block, inside, share(window, position, of: blocks.count)) ?? last
    }
    return last
  }

  /// Starts a block without completing it.
  mutating func begin(_ block: Block, _ place: Place, _ window: Range<Int>) {
    switch block.item {
    case .course(let number):
      play(company.courses[number], place, window, tries: 1, ending: .partial(score: nil))
    case .classroom(let number):
      // Absent in the window, or registered for a future slot.
      if attend(number, place, window, .absent) == nil {
        _ = attend(number, place, shape.now..<shape.now + 50 * .day, .registered)
      }
    case .assessment, .program: break
    }
  }
}
