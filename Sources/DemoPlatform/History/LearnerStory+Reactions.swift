/// Reactions to posts and in the activities of courses.
extension LearnerStory {
  mutating func react() {
    guard presence.count > .day else { return }
    let count = person.index == shape.learner ? 25 : dice.below(13) * person.eagerness / 100
    for _ in 0..<count {
      if dice.chance(45), like() { continue }
      reactInCourse()
    }
  }

  /// Usually a like; other kinds on a post exist but do not count.
  private mutating func like() -> Bool {
    let last = presence.upperBound
    let me = person.index
    guard let post = talk.pick(&dice, where: { $0.at < last - 60 && ($0.author != me || $0.isReply) }) else {
      return false
    }
    let from = max(post.at + 30, presence.lowerBound)
    guard from < last else { return false }
    let at = dice.workingInstant(in: from..<min(last, from + 20 * .day), person.zone)
    write(dice.chance(88) ? "like" : dice.pick(LearnerStory.kinds), post: post.ref, course: nil, activity: nil, at)
    return true
  }

  private mutating func reactInCourse() {
    let course = Ref(.course, Course.lasting(dice.below(shape.courses), of: shape.courses))
    let kind = dice.chance(55) ? dice.pick(["like", "learned", "useful"]) : dice.pick(LearnerStory.kinds)
    let activity = Ref(.activity, 1 + dice.below(9))
    write(kind, post: nil, course: course, activity: activity, dice.workingInstant(in: presence, person.zone))
  }

  private static let kinds = ["like", "learned", "useful", "outdated", "question", "not_useful"]

  private mutating func write(_ kind: String, post: Ref?, course: Ref?, activity: Ref?, _ at: Int) {
    let file = records.reactions
    file.ref(Ref(.reaction, person.index, part: reactions))
    file.ref(person.ref)
    file.text(kind)
    file.ref(post)
    file.ref(course)
    file.ref(activity)
    file.instant(at)
    file.endRow()
    reactions += 1
  }
}
