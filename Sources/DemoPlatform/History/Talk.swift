/// What was said of late in the telling of the platform's history: the last few posts, for those told next to reply and react
/// to. Few, so that they are not a memory of the whole.
final class Talk {
  private var recent: [Post] = []
  private var next = 0
  private static let capacity = 128

  func remember(_ post: Post) {
    if recent.count < Talk.capacity {
      recent.append(post)
    } else {
      recent[next] = post
      next = (next + 1) % Talk.capacity
    }
  }

  /// One of the posts that suit.
  func pick(_ dice: inout Dice, where suits: (Post) -> Bool) -> Post? {
    guard !recent.isEmpty else { return nil }
    for _ in 0..<12 {
      let post = dice.pick(recent)
      if suits(post) { return post }
    }
    return nil
  }

  /// A post, as far as a reply or a reaction has to know it.
  struct Post: Sendable {
    let ref: Ref
    let author: Int
    let kind: Kind
    let place: Place
    let placeID: Ref
    let at: Int
    let isReply: Bool
  }

  enum Kind: String { case message, comment, correction }

  enum Place: String {
    case group, session, profile, course, path, project
    case learningNeed = "learning_need"
  }
}
