/// Posts: messages, comments and replies.
extension LearnerStory {
  mutating func speak() {
    guard presence.count > .day else { return }
    let count = person.index == shape.learner ? 20 : dice.below(9) * person.eagerness / 100
    for _ in 0..<count {
      if dice.chance(40), reply() { continue }
      post()
    }
  }

  mutating func nextPost() -> Ref {
    posts += 1
    return Ref(.post, person.index, part: posts - 1)
  }

  private mutating func post() {
    let (kind, place, placeID) = somewhere()
    let at = dice.workingInstant(in: presence, person.zone)
    let post = Talk.Post(
      ref: nextPost(), author: person.index, kind: kind, place: place, placeID: placeID, at: at, isReply: false)
    write(post, replyTo: nil, dice.pick(PostTexts.posts))
    talk.remember(post)
  }

  /// A reply to a post generated earlier; in a group only if the person belongs to it.
  private mutating func reply() -> Bool {
    let groups = shape.groups(team: person.team)
    let last = presence.upperBound
    let parent = talk.pick(&dice) { post in
      post.at < last && (post.place != .group || groups.contains(post.placeID))
    }
    guard let parent else { return false }
    let from = max(parent.at + 60, presence.lowerBound)
    guard from < last else { return false }
    let at = dice.workingInstant(in: from..<min(last, from + 10 * .day), person.zone)
    let post = Talk.Post(
      ref: nextPost(), author: person.index, kind: parent.kind, place: parent.place, placeID: parent.placeID, at: at,
      isReply: true)
    write(post, replyTo: parent.ref, dice.pick(PostTexts.replies))
    if dice.chance(20) { talk.remember(post) }
    return true
  }

  private mutating func somewhere() -> (Talk.Kind, Talk.Place, Ref) {
    switch dice.below(20) {
    case 0..<7: (.message, .group, dice.pick(shape.groups(team: person.team)))
    case 7..<9 where !sessions.isEmpty: (.message, .session, dice.pick(sessions))
    case 7..<10: (.message, .profile, Ref(.user, dice.chance(50) ? person.index : Shape.parent(max(1, person.index))))
    case 10..<16: (.comment, .course, Ref(.course, Course.lasting(dice.below(shape.courses), of: shape.courses)))
    case 16..<18: (.comment, .path, Ref(.path, dice.below(shape.paths)))
    case 18: (.comment, .learningNeed, Ref(.learningNeed, dice.below(40)))
    default: (.comment, .project, Ref(.project, dice.below(30)))
    }
  }

  mutating func write(_ post: Talk.Post, replyTo: Ref?, _ text: String) {
    let file = records.posts
    file.ref(post.ref)
    file.ref(.user, post.author)
    file.text(post.kind.rawValue)
    file.text(post.place.rawValue)
    file.ref(post.placeID)
    file.ref(replyTo)
    file.instant(post.at)
    file.instant(dice.chance(4) ? dice.within(post.at..<shape.now + 1) : nil)
    file.text(text)
    file.endRow()
  }
}
