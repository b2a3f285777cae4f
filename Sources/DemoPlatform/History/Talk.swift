/// The most recent posts in the generated history, for later authors' replies and reactions. Only a few, so that memory
/// does not grow.
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

  /// A random one of the posts that match.
  func pick(_ dice: inout Dice, where suits: (Post) -> Bool) -> Post? {
    guard !recent.isEmpty else { return nil }
    for _ in 0..<12 {
      let post = dice.pick(recent)
      if suits(post) { return post }
    }
    return nil
  }

  /// What a reply or a reaction needs to know of a post.
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
