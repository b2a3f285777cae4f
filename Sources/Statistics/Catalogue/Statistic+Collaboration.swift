extension Statistic {
  package static let publications = Statistic(
    "publications", .collaboration, .count, total: .live("coalesce(posts.messages, 0)", [.posts]))

  /// With the platform setting `replies_count_as_publications` off.
  package static let publicationsWithoutReplies = Statistic(
    "publications", .collaboration, .count,
    total: .live("coalesce(posts.messages, 0) - coalesce(posts.message_replies, 0)", [.posts]))

  /// A reply in Messages counts as publication and as comment, as in the source article.
  package static let comments = Statistic(
    "comments", .collaboration, .count,
    total: .live("coalesce(posts.comments, 0) + coalesce(posts.message_replies, 0)", [.posts]))

  package static let reactions = Statistic(
    "reactions", .collaboration, .count, total: .live("coalesce(reactions.reactions, 0)", [.reactions]))
}

extension Statistic.Total {
  /// Computed on request; not stored in standings.
  static func live(_ expression: String, _ sources: [FactSource]) -> Self {
    Self(sources: sources, expressions: [expression], stored: [])
  }
}
