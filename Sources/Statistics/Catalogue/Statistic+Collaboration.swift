// Statistics of *Collaborative activities*. Computed on request; not stored in standings.

extension Statistic {
  static let collaborationFamily = [publications, comments, reactions]

  package static let publications = Statistic(
    "publications", .collaboration, .count, title: "Publications",
    definition: "Posts in the Messages section of a group, a session or a profile, including replies.",
    formula: "number of posts of kind message",
    total: .live("coalesce(posts.messages, 0)", [.posts]), evidence: .publications)

  /// With the platform setting `replies_count_as_publications` off.
  package static let publicationsWithoutReplies = publications.counting(
    .live("coalesce(posts.messages, 0) - coalesce(posts.message_replies, 0)", [.posts]),
    evidence: .publicationsWithoutReplies)

  /// The statistic with the platform setting `replies_count_as_publications`.
  package func counted(repliesCount: Bool) -> Statistic {
    self == .publications && !repliesCount ? .publicationsWithoutReplies : self
  }

  /// A reply in Messages counts as publication and as comment, as in the source article.
  package static let comments = Statistic(
    "comments", .collaboration, .count, title: "Comments",
    definition: """
      Posts and replies in the forum of a course, a path, a learning need or a project, and replies in Messages.
      """,
    formula: "number of posts of kind comment + number of replies of kind message",
    total: .live("coalesce(posts.comments, 0) + coalesce(posts.message_replies, 0)", [.posts]), evidence: .comments)

  package static let reactions = Statistic(
    "reactions", .collaboration, .count, title: "Reactions",
    definition: "Reactions in course activities, and likes on posts.",
    formula: "number of reactions in courses + number of likes on posts",
    total: .live("coalesce(reactions.reactions, 0)", [.reactions]), evidence: .reactions)
}
