extension ReferencePlatform {
  /// The card of a user, `null` for a deleted one. "A user who is owner, or has role `admin` or `author` (not
  /// `user_admin`) in at least one group, has the **author card**; every other user the **learner card**."
  package func publicCard(of id: String) -> ExactJSON {
    guard let user = user(id), user.deletedAt == nil else { return .null }
    let roles = Set(openMemberships(of: id).map(\.role))
    return roles.isDisjoint(with: ["owner", "admin", "author"]) ? learnerCard(of: id) : authorCard(of: id)
  }

  /// "\"Last 90 days\" is `(now − 90 × 86 400 s, now]`."
  private func isInWindow(_ instant: Int) -> Bool {
    instant > now - 90 * 86_400 && instant <= now
  }

  private func authorCard(of user: String) -> ExactJSON {
    let theirs = coursesWithDuplicates(of: user)
    let views = attempts.values.joined().filter { theirs.contains($0.course) && isInWindow($0.startedAt) }
    let comments = posts.filter { post in
      post.kind == "comment" && post.place == "course" && post.placeID.map(theirs.contains) == true
        && post.author != user && isInWindow(post.createdAt)
    }
    let published = courses.filter { $0.isPublished && ($0.publishedBy ?? $0.author) == user }
    let viewsByCourse = Dictionary(grouping: views, by: \.course)
    return .object([
      "card": .text("author"),
      "course_views": .whole(views.count),
      "course_comments_received": .whole(comments.count),
      "average_reaction_score": .mean(.mean(viewsByCourse.map { reactionScore(of: $0, views: $1.count) })),
      "published_courses": .whole(published.count),
    ])
  }

  /// "*Their courses* = courses whose main author they are, and all duplicates of those, transitively."
  private func coursesWithDuplicates(of user: String) -> Set<String> {
    var found = Set(courses.filter { $0.author == user }.map(\.id))
    var size = -1
    while size != found.count {
      size = found.count
      found.formUnion(courses.filter { $0.duplicateOf.map(found.contains) == true }.map(\.id))
    }
    return found
  }

  /// "`100 × (P − N) / views`, held within −100…100; P = like, learned, useful; N = outdated, question, not_useful;
  /// reactions in the window, whoever gave them."
  private func reactionScore(of course: String, views: Int) -> Fraction {
    let kinds = reactions.filter { $0.course == course && isInWindow($0.createdAt) }.map(\.kind)
    let positive = kinds.filter { ["like", "learned", "useful"].contains($0) }.count
    let negative = kinds.filter { ["outdated", "question", "not_useful"].contains($0) }.count
    let score = Fraction(Int128(100 * (positive - negative)), over: Int128(views))
    return min(max(score, Fraction(-100, over: 1)), Fraction(100, over: 1))
  }

  private func learnerCard(of user: String) -> ExactJSON {
    let completions = attempts[user, default: []].compactMap(\.completionDate).filter(isInWindow)
    let forumPosts = Set(posts.filter { $0.author == user && isForumPost($0) }.map(\.id))
    let replies = posts.filter { post in
      post.replyTo.map(forumPosts.contains) == true && post.author != user && isInWindow(post.createdAt)
    }
    let likes = reactions.filter { reaction in
      reaction.kind == "like" && reaction.post.map(forumPosts.contains) == true && reaction.user != user
        && isInWindow(reaction.createdAt)
    }
    let recent = attempts[user, default: []].filter { isInWindow($0.lastActivityAt) }
    return .object([
      "card": .text("learner"),
      "recent_completions": .whole(completions.count),
      "comments_received": .whole(replies.count),
      "reactions_received": .whole(likes.count),
      "recent_training_time": .whole(recent.map(\.timeSpent).reduce(0, +)),
    ])
  }

  /// "A post of theirs (itself not a reply) in a group's Messages or a course's or path's forum."
  private func isForumPost(_ post: Post) -> Bool {
    guard post.replyTo == nil else { return false }
    return post.kind == "message" && post.place == "group"
      || post.kind == "comment" && (post.place == "course" || post.place == "path")
  }
}
