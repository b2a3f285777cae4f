extension Statistic {
  package static let publications = Statistic(
    "publications", .collaboration, .count, total: .live("coalesce(posts.messages, 0)", [.posts]))

  /// With the platform setting `replies_count_as_publications` off.
  package static let publicationsWithoutReplies = Statistic(
    "publications", .collaboration, .count,
    total: .live("coalesce(posts.messages, 0) - coalesce(posts.message_replies, 0)", [.posts]))

  /// A reply in Messages stands in both, as the source article words it.
  package static let comments = Statistic(
    "comments", .collaboration, .count,
    total: .live("coalesce(posts.comments, 0) + coalesce(posts.message_replies, 0)", [.posts]))

  package static let reactions = Statistic(
    "reactions", .collaboration, .count, total: .live("coalesce(reactions.reactions, 0)", [.reactions]))
}

extension Statistic.Total {
  /// Computed when it is asked for; no standing keeps it.
  static func live(_ expression: String, _ sources: [FactSource]) -> Self {
    Self(sources: sources, expressions: [expression], stored: [])
  }
}
